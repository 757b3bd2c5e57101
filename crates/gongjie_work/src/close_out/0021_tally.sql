-- Totals that the first page shows, kept by triggers in the transaction that changes what they count. A problem counts in
-- each campaign that it belongs to (the view problem_key says in which and as what); its measures of the first level,
-- documents and outcomes are added up beside it. `gongjie doctor` counts again.
CREATE TABLE tally_problem (
  organization_id BIGINT NOT NULL,
  campaign_id BIGINT NOT NULL,
  state TEXT NOT NULL,
  basis TEXT NOT NULL,
  theme_id BIGINT NOT NULL,
  stays BIGINT NOT NULL,
  problems BIGINT NOT NULL,
  measures BIGINT NOT NULL,
  documents BIGINT NOT NULL,
  outcomes BIGINT NOT NULL,
  CONSTRAINT tally_problem_once PRIMARY KEY (organization_id, campaign_id, state, basis, theme_id, stays)
);
-- Pairings that count, by lead and member; both 0 for the pairings themselves.
CREATE TABLE tally_joint (
  organization_id BIGINT NOT NULL,
  campaign_id BIGINT NOT NULL,
  lead_unit_id BIGINT NOT NULL,
  unit_id BIGINT NOT NULL,
  pairings BIGINT NOT NULL,
  CONSTRAINT tally_joint_once PRIMARY KEY (organization_id, campaign_id, lead_unit_id, unit_id)
);
CREATE VIEW problem_key AS
  SELECT p.id AS problem_id, p.organization_id, c.id AS campaign_id, p.state, COALESCE(p.closed_as, '') AS basis,
    COALESCE(p.theme_id, 0) AS theme_id, CASE WHEN EXISTS (SELECT 1 FROM carry_over co WHERE co.problem_id = p.id
    AND co.from_campaign_id = c.id) THEN 0 ELSE 1 END AS stays
  FROM problem p JOIN campaign c ON c.organization_id = p.organization_id AND (c.id = p.campaign_id
    OR EXISTS (SELECT 1 FROM carry_over ci WHERE ci.problem_id = p.id AND ci.to_campaign_id = c.id));
CREATE VIEW problem_share AS
  SELECT k.problem_id, k.organization_id, k.campaign_id, k.state, k.basis, k.theme_id, k.stays,
    (SELECT COUNT(*) FROM measure m WHERE m.problem_id = k.problem_id AND m.parent_id IS NULL
      AND m.state <> 'cancelled') AS measures,
    (SELECT COUNT(*) FROM document d WHERE d.problem_id = k.problem_id AND d.state <> 'dropped') AS documents,
    (SELECT COUNT(*) FROM outcome o WHERE o.problem_id = k.problem_id AND NOT o.is_withdrawn) AS outcomes
  FROM problem_key k;
CREATE VIEW pairing_key AS
  SELECT g.id AS pairing_id, g.organization_id, c.id AS campaign_id FROM pairing g
  JOIN campaign c ON c.organization_id = g.organization_id AND (c.id = g.campaign_id OR EXISTS (SELECT 1
    FROM pairing_problem cl JOIN carry_over ci ON ci.problem_id = cl.problem_id WHERE cl.pairing_id = g.id
    AND ci.to_campaign_id = c.id AND (g.state = 'active' OR g.state_since >= ci.at)))
  WHERE g.state IN ('active', 'concluded');
CREATE VIEW pairing_joint AS
  SELECT k.pairing_id, k.organization_id, k.campaign_id, l.unit_id AS lead_unit_id, m.unit_id
  FROM pairing_key k JOIN pairing_member l ON l.pairing_id = k.pairing_id AND l.role = 'lead' AND l.answer <> 'left'
  JOIN pairing_member m ON m.pairing_id = k.pairing_id AND m.answer <> 'left';
INSERT INTO tally_problem SELECT organization_id, campaign_id, state, basis, theme_id, stays, COUNT(*), SUM(measures),
  SUM(documents), SUM(outcomes) FROM problem_share GROUP BY organization_id, campaign_id, state, basis, theme_id, stays;
INSERT INTO tally_joint SELECT organization_id, campaign_id, 0, 0, COUNT(*) FROM pairing_key
  GROUP BY organization_id, campaign_id;
INSERT INTO tally_joint SELECT organization_id, campaign_id, lead_unit_id, unit_id, COUNT(*) FROM pairing_joint
  GROUP BY organization_id, campaign_id, lead_unit_id, unit_id;
CREATE TRIGGER tally_problem_insert AFTER INSERT ON problem FOR EACH ROW {do}
  INSERT INTO tally_problem (organization_id, campaign_id, state, basis, theme_id, stays, problems, measures, documents, outcomes)
    SELECT organization_id, campaign_id, state, basis, theme_id, stays, 1, measures, documents, outcomes FROM problem_share WHERE problem_id = NEW.id
    ON CONFLICT (organization_id, campaign_id, state, basis, theme_id, stays) DO UPDATE SET problems = tally_problem.problems + excluded.problems, measures = tally_problem.measures + excluded.measures, documents = tally_problem.documents + excluded.documents, outcomes = tally_problem.outcomes + excluded.outcomes {end};
CREATE TRIGGER tally_problem_before BEFORE UPDATE OF state, closed_as, theme_id, campaign_id ON problem FOR EACH ROW {do}
  INSERT INTO tally_problem (organization_id, campaign_id, state, basis, theme_id, stays, problems, measures, documents, outcomes)
    SELECT organization_id, campaign_id, state, basis, theme_id, stays, -1, -measures, -documents, -outcomes FROM problem_share WHERE problem_id = OLD.id
    ON CONFLICT (organization_id, campaign_id, state, basis, theme_id, stays) DO UPDATE SET problems = tally_problem.problems + excluded.problems, measures = tally_problem.measures + excluded.measures, documents = tally_problem.documents + excluded.documents, outcomes = tally_problem.outcomes + excluded.outcomes {end};
CREATE TRIGGER tally_problem_after AFTER UPDATE OF state, closed_as, theme_id, campaign_id ON problem FOR EACH ROW {do}
  INSERT INTO tally_problem (organization_id, campaign_id, state, basis, theme_id, stays, problems, measures, documents, outcomes)
    SELECT organization_id, campaign_id, state, basis, theme_id, stays, 1, measures, documents, outcomes FROM problem_share WHERE problem_id = NEW.id
    ON CONFLICT (organization_id, campaign_id, state, basis, theme_id, stays) DO UPDATE SET problems = tally_problem.problems + excluded.problems, measures = tally_problem.measures + excluded.measures, documents = tally_problem.documents + excluded.documents, outcomes = tally_problem.outcomes + excluded.outcomes {end};
CREATE TRIGGER tally_problem_delete BEFORE DELETE ON problem FOR EACH ROW {do}
  INSERT INTO tally_problem (organization_id, campaign_id, state, basis, theme_id, stays, problems, measures, documents, outcomes)
    SELECT organization_id, campaign_id, state, basis, theme_id, stays, -1, -measures, -documents, -outcomes FROM problem_share WHERE problem_id = OLD.id
    ON CONFLICT (organization_id, campaign_id, state, basis, theme_id, stays) DO UPDATE SET problems = tally_problem.problems + excluded.problems, measures = tally_problem.measures + excluded.measures, documents = tally_problem.documents + excluded.documents, outcomes = tally_problem.outcomes + excluded.outcomes {end};
CREATE TRIGGER tally_measure_insert AFTER INSERT ON measure FOR EACH ROW WHEN (NEW.parent_id IS NULL AND NEW.state <> 'cancelled') {do}
  UPDATE tally_problem SET measures = measures + 1
    WHERE (organization_id, campaign_id, state, basis, theme_id, stays) IN (SELECT organization_id, campaign_id, state, basis, theme_id, stays FROM problem_key WHERE problem_id = NEW.problem_id) {end};
CREATE TRIGGER tally_measure_delete AFTER DELETE ON measure FOR EACH ROW WHEN (OLD.parent_id IS NULL AND OLD.state <> 'cancelled') {do}
  UPDATE tally_problem SET measures = measures - 1
    WHERE (organization_id, campaign_id, state, basis, theme_id, stays) IN (SELECT organization_id, campaign_id, state, basis, theme_id, stays FROM problem_key WHERE problem_id = OLD.problem_id) {end};
CREATE TRIGGER tally_measure_less AFTER UPDATE OF state, parent_id ON measure FOR EACH ROW WHEN ((OLD.parent_id IS NULL AND OLD.state <> 'cancelled') AND NOT (NEW.parent_id IS NULL AND NEW.state <> 'cancelled')) {do}
  UPDATE tally_problem SET measures = measures - 1
    WHERE (organization_id, campaign_id, state, basis, theme_id, stays) IN (SELECT organization_id, campaign_id, state, basis, theme_id, stays FROM problem_key WHERE problem_id = OLD.problem_id) {end};
CREATE TRIGGER tally_measure_more AFTER UPDATE OF state, parent_id ON measure FOR EACH ROW WHEN ((NEW.parent_id IS NULL AND NEW.state <> 'cancelled') AND NOT (OLD.parent_id IS NULL AND OLD.state <> 'cancelled')) {do}
  UPDATE tally_problem SET measures = measures + 1
    WHERE (organization_id, campaign_id, state, basis, theme_id, stays) IN (SELECT organization_id, campaign_id, state, basis, theme_id, stays FROM problem_key WHERE problem_id = NEW.problem_id) {end};
CREATE TRIGGER tally_document_insert AFTER INSERT ON document FOR EACH ROW WHEN (NEW.state <> 'dropped') {do}
  UPDATE tally_problem SET documents = documents + 1
    WHERE (organization_id, campaign_id, state, basis, theme_id, stays) IN (SELECT organization_id, campaign_id, state, basis, theme_id, stays FROM problem_key WHERE problem_id = NEW.problem_id) {end};
CREATE TRIGGER tally_document_delete AFTER DELETE ON document FOR EACH ROW WHEN (OLD.state <> 'dropped') {do}
  UPDATE tally_problem SET documents = documents - 1
    WHERE (organization_id, campaign_id, state, basis, theme_id, stays) IN (SELECT organization_id, campaign_id, state, basis, theme_id, stays FROM problem_key WHERE problem_id = OLD.problem_id) {end};
CREATE TRIGGER tally_document_less AFTER UPDATE OF state ON document FOR EACH ROW WHEN ((OLD.state <> 'dropped') AND NOT (NEW.state <> 'dropped')) {do}
  UPDATE tally_problem SET documents = documents - 1
    WHERE (organization_id, campaign_id, state, basis, theme_id, stays) IN (SELECT organization_id, campaign_id, state, basis, theme_id, stays FROM problem_key WHERE problem_id = OLD.problem_id) {end};
CREATE TRIGGER tally_document_more AFTER UPDATE OF state ON document FOR EACH ROW WHEN ((NEW.state <> 'dropped') AND NOT (OLD.state <> 'dropped')) {do}
  UPDATE tally_problem SET documents = documents + 1
    WHERE (organization_id, campaign_id, state, basis, theme_id, stays) IN (SELECT organization_id, campaign_id, state, basis, theme_id, stays FROM problem_key WHERE problem_id = NEW.problem_id) {end};
CREATE TRIGGER tally_outcome_insert AFTER INSERT ON outcome FOR EACH ROW WHEN (NOT NEW.is_withdrawn) {do}
  UPDATE tally_problem SET outcomes = outcomes + 1
    WHERE (organization_id, campaign_id, state, basis, theme_id, stays) IN (SELECT organization_id, campaign_id, state, basis, theme_id, stays FROM problem_key WHERE problem_id = NEW.problem_id) {end};
CREATE TRIGGER tally_outcome_delete AFTER DELETE ON outcome FOR EACH ROW WHEN (NOT OLD.is_withdrawn) {do}
  UPDATE tally_problem SET outcomes = outcomes - 1
    WHERE (organization_id, campaign_id, state, basis, theme_id, stays) IN (SELECT organization_id, campaign_id, state, basis, theme_id, stays FROM problem_key WHERE problem_id = OLD.problem_id) {end};
CREATE TRIGGER tally_outcome_less AFTER UPDATE OF is_withdrawn ON outcome FOR EACH ROW WHEN ((NOT OLD.is_withdrawn) AND NOT (NOT NEW.is_withdrawn)) {do}
  UPDATE tally_problem SET outcomes = outcomes - 1
    WHERE (organization_id, campaign_id, state, basis, theme_id, stays) IN (SELECT organization_id, campaign_id, state, basis, theme_id, stays FROM problem_key WHERE problem_id = OLD.problem_id) {end};
CREATE TRIGGER tally_outcome_more AFTER UPDATE OF is_withdrawn ON outcome FOR EACH ROW WHEN ((NOT NEW.is_withdrawn) AND NOT (NOT OLD.is_withdrawn)) {do}
  UPDATE tally_problem SET outcomes = outcomes + 1
    WHERE (organization_id, campaign_id, state, basis, theme_id, stays) IN (SELECT organization_id, campaign_id, state, basis, theme_id, stays FROM problem_key WHERE problem_id = NEW.problem_id) {end};
CREATE TRIGGER tally_carry_before BEFORE INSERT ON carry_over FOR EACH ROW {do}
  INSERT INTO tally_problem (organization_id, campaign_id, state, basis, theme_id, stays, problems, measures, documents, outcomes)
    SELECT organization_id, campaign_id, state, basis, theme_id, stays, -1, -measures, -documents, -outcomes FROM problem_share WHERE problem_id = NEW.problem_id
    ON CONFLICT (organization_id, campaign_id, state, basis, theme_id, stays) DO UPDATE SET problems = tally_problem.problems + excluded.problems, measures = tally_problem.measures + excluded.measures, documents = tally_problem.documents + excluded.documents, outcomes = tally_problem.outcomes + excluded.outcomes
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, -COUNT(*) FROM pairing_problem x JOIN pairing_key k ON k.pairing_id = x.pairing_id WHERE x.problem_id = NEW.problem_id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, -COUNT(*) FROM pairing_problem x JOIN pairing_joint k ON k.pairing_id = x.pairing_id WHERE x.problem_id = NEW.problem_id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
CREATE TRIGGER tally_carry_after AFTER INSERT ON carry_over FOR EACH ROW {do}
  INSERT INTO tally_problem (organization_id, campaign_id, state, basis, theme_id, stays, problems, measures, documents, outcomes)
    SELECT organization_id, campaign_id, state, basis, theme_id, stays, 1, measures, documents, outcomes FROM problem_share WHERE problem_id = NEW.problem_id
    ON CONFLICT (organization_id, campaign_id, state, basis, theme_id, stays) DO UPDATE SET problems = tally_problem.problems + excluded.problems, measures = tally_problem.measures + excluded.measures, documents = tally_problem.documents + excluded.documents, outcomes = tally_problem.outcomes + excluded.outcomes
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, COUNT(*) FROM pairing_problem x JOIN pairing_key k ON k.pairing_id = x.pairing_id WHERE x.problem_id = NEW.problem_id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, COUNT(*) FROM pairing_problem x JOIN pairing_joint k ON k.pairing_id = x.pairing_id WHERE x.problem_id = NEW.problem_id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
CREATE TRIGGER tally_pairing_insert AFTER INSERT ON pairing FOR EACH ROW {do}
  INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, COUNT(*) FROM pairing_key k WHERE k.pairing_id = NEW.id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, COUNT(*) FROM pairing_joint k WHERE k.pairing_id = NEW.id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
CREATE TRIGGER tally_pairing_before BEFORE UPDATE OF state, state_since, campaign_id ON pairing FOR EACH ROW {do}
  INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, -COUNT(*) FROM pairing_key k WHERE k.pairing_id = OLD.id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, -COUNT(*) FROM pairing_joint k WHERE k.pairing_id = OLD.id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
CREATE TRIGGER tally_pairing_after AFTER UPDATE OF state, state_since, campaign_id ON pairing FOR EACH ROW {do}
  INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, COUNT(*) FROM pairing_key k WHERE k.pairing_id = NEW.id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, COUNT(*) FROM pairing_joint k WHERE k.pairing_id = NEW.id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
CREATE TRIGGER tally_member_insert_before BEFORE INSERT ON pairing_member FOR EACH ROW {do}
  INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, -COUNT(*) FROM pairing_key k WHERE k.pairing_id = NEW.pairing_id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, -COUNT(*) FROM pairing_joint k WHERE k.pairing_id = NEW.pairing_id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
CREATE TRIGGER tally_member_insert_after AFTER INSERT ON pairing_member FOR EACH ROW {do}
  INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, COUNT(*) FROM pairing_key k WHERE k.pairing_id = NEW.pairing_id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, COUNT(*) FROM pairing_joint k WHERE k.pairing_id = NEW.pairing_id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
CREATE TRIGGER tally_member_delete_before BEFORE DELETE ON pairing_member FOR EACH ROW {do}
  INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, -COUNT(*) FROM pairing_key k WHERE k.pairing_id = OLD.pairing_id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, -COUNT(*) FROM pairing_joint k WHERE k.pairing_id = OLD.pairing_id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
CREATE TRIGGER tally_member_delete_after AFTER DELETE ON pairing_member FOR EACH ROW {do}
  INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, COUNT(*) FROM pairing_key k WHERE k.pairing_id = OLD.pairing_id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, COUNT(*) FROM pairing_joint k WHERE k.pairing_id = OLD.pairing_id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
CREATE TRIGGER tally_link_insert_before BEFORE INSERT ON pairing_problem FOR EACH ROW {do}
  INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, -COUNT(*) FROM pairing_key k WHERE k.pairing_id = NEW.pairing_id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, -COUNT(*) FROM pairing_joint k WHERE k.pairing_id = NEW.pairing_id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
CREATE TRIGGER tally_link_insert_after AFTER INSERT ON pairing_problem FOR EACH ROW {do}
  INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, COUNT(*) FROM pairing_key k WHERE k.pairing_id = NEW.pairing_id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, COUNT(*) FROM pairing_joint k WHERE k.pairing_id = NEW.pairing_id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
CREATE TRIGGER tally_link_delete_before BEFORE DELETE ON pairing_problem FOR EACH ROW {do}
  INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, -COUNT(*) FROM pairing_key k WHERE k.pairing_id = OLD.pairing_id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, -COUNT(*) FROM pairing_joint k WHERE k.pairing_id = OLD.pairing_id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
CREATE TRIGGER tally_link_delete_after AFTER DELETE ON pairing_problem FOR EACH ROW {do}
  INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, COUNT(*) FROM pairing_key k WHERE k.pairing_id = OLD.pairing_id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, COUNT(*) FROM pairing_joint k WHERE k.pairing_id = OLD.pairing_id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
CREATE TRIGGER tally_member_before BEFORE UPDATE OF unit_id, role, answer ON pairing_member FOR EACH ROW {do}
  INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, -COUNT(*) FROM pairing_key k WHERE k.pairing_id = OLD.pairing_id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, -COUNT(*) FROM pairing_joint k WHERE k.pairing_id = OLD.pairing_id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
CREATE TRIGGER tally_member_after AFTER UPDATE OF unit_id, role, answer ON pairing_member FOR EACH ROW {do}
  INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, 0, 0, COUNT(*) FROM pairing_key k WHERE k.pairing_id = NEW.pairing_id
    GROUP BY k.organization_id, k.campaign_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings
  ; INSERT INTO tally_joint (organization_id, campaign_id, lead_unit_id, unit_id, pairings)
    SELECT k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id, COUNT(*) FROM pairing_joint k WHERE k.pairing_id = NEW.pairing_id
    GROUP BY k.organization_id, k.campaign_id, k.lead_unit_id, k.unit_id
    ON CONFLICT (organization_id, campaign_id, lead_unit_id, unit_id) DO UPDATE SET pairings = tally_joint.pairings + excluded.pairings {end};
-- Open measures by what their lights follow from.
CREATE INDEX measure_light ON measure (organization_id, state, due_on, start_on, issued_on, signed_on, problem_id);
CREATE INDEX measure_parent ON measure (parent_id);
