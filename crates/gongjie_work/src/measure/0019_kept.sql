-- What lists of problems are sorted and filtered by, kept beside the facts by triggers in the transaction that changes
-- them, so that a page is read from an index. A problem without a limit stands at 9999-12-31, after all others.
CREATE TABLE kept_problem (
  problem_id BIGINT PRIMARY KEY,
  organization_id BIGINT NOT NULL,
  state TEXT NOT NULL,
  due_on TEXT NOT NULL
);
CREATE INDEX kept_problem_due ON kept_problem (organization_id, due_on, problem_id);
CREATE INDEX kept_problem_state ON kept_problem (organization_id, state, due_on, problem_id);
-- Every unit that raised a problem or takes part in it. is_open: seen by everybody, not only through a draft or an invitation.
CREATE TABLE kept_unit (
  unit_id BIGINT NOT NULL,
  problem_id BIGINT NOT NULL,
  state TEXT NOT NULL,
  due_on TEXT NOT NULL,
  is_open BOOLEAN NOT NULL,
  CONSTRAINT kept_unit_once PRIMARY KEY (problem_id, unit_id)
);
CREATE INDEX kept_unit_due ON kept_unit (unit_id, due_on, problem_id);
CREATE INDEX kept_unit_state ON kept_unit (unit_id, state, due_on, problem_id);
-- The truth that both are kept equal to.
CREATE VIEW true_problem AS
  SELECT p.id AS problem_id, p.organization_id, p.state, COALESCE((SELECT MIN(m.due_on) FROM measure m
    WHERE m.problem_id = p.id AND m.state NOT IN ('done', 'cancelled')), '9999-12-31') AS due_on FROM problem p;
CREATE VIEW true_unit AS
  SELECT p.raised_by_unit_id AS unit_id, p.id AS problem_id, 1 AS openness FROM problem p
    WHERE p.raised_by_unit_id IS NOT NULL
  UNION ALL
  SELECT m.unit_id, l.problem_id, CASE WHEN g.state IN ('draft', 'invited', 'declined') THEN 0 ELSE 1 END AS openness
    FROM pairing_problem l JOIN pairing g ON g.id = l.pairing_id JOIN pairing_member m ON m.pairing_id = g.id;
INSERT INTO kept_problem (problem_id, organization_id, state, due_on)
  SELECT problem_id, organization_id, state, due_on FROM true_problem;
INSERT INTO kept_unit (unit_id, problem_id, state, due_on, is_open)
  SELECT t.unit_id, t.problem_id, k.state, k.due_on, MAX(t.openness) = 1 FROM true_unit t
  JOIN kept_problem k ON k.problem_id = t.problem_id GROUP BY t.unit_id, t.problem_id, k.state, k.due_on;
CREATE TRIGGER kept_problem_insert AFTER INSERT ON problem FOR EACH ROW {do}
  INSERT INTO kept_problem (problem_id, organization_id, state, due_on)
    VALUES (NEW.id, NEW.organization_id, NEW.state, '9999-12-31')
  ; INSERT INTO kept_unit (unit_id, problem_id, state, due_on, is_open)
    SELECT NEW.raised_by_unit_id, NEW.id, NEW.state, '9999-12-31', TRUE WHERE NEW.raised_by_unit_id IS NOT NULL {end};
CREATE TRIGGER kept_problem_state AFTER UPDATE OF state ON problem FOR EACH ROW WHEN (NEW.state <> OLD.state) {do}
  UPDATE kept_problem SET state = NEW.state WHERE problem_id = NEW.id
  ; UPDATE kept_unit SET state = NEW.state WHERE problem_id = NEW.id {end};
CREATE TRIGGER kept_problem_delete AFTER DELETE ON problem FOR EACH ROW {do}
  DELETE FROM kept_problem WHERE problem_id = OLD.id
  ; DELETE FROM kept_unit WHERE problem_id = OLD.id {end};
CREATE TRIGGER kept_problem_raiser AFTER UPDATE OF raised_by_unit_id ON problem FOR EACH ROW WHEN (NEW.raised_by_unit_id IS DISTINCT FROM OLD.raised_by_unit_id) {do}
  DELETE FROM kept_unit WHERE problem_id IN (NEW.id)
  ; INSERT INTO kept_unit (unit_id, problem_id, state, due_on, is_open)
    SELECT t.unit_id, t.problem_id, k.state, k.due_on, MAX(t.openness) = 1 FROM
    (SELECT p.raised_by_unit_id AS unit_id, p.id AS problem_id, 1 AS openness FROM problem p
      WHERE p.id IN (NEW.id) AND p.raised_by_unit_id IS NOT NULL
    UNION ALL SELECT m.unit_id, x.problem_id, CASE WHEN g.state IN ('draft', 'invited', 'declined') THEN 0 ELSE 1 END
      FROM pairing_problem x JOIN pairing g ON g.id = x.pairing_id JOIN pairing_member m ON m.pairing_id = g.id
      WHERE x.problem_id IN (NEW.id)) t
    JOIN kept_problem k ON k.problem_id = t.problem_id GROUP BY t.unit_id, t.problem_id, k.state, k.due_on {end};
CREATE TRIGGER kept_measure_insert AFTER INSERT ON measure FOR EACH ROW {do}
  UPDATE kept_problem SET due_on = (SELECT t.due_on FROM true_problem t WHERE t.problem_id = NEW.problem_id)
    WHERE problem_id = NEW.problem_id
  ; UPDATE kept_unit SET due_on = (SELECT k.due_on FROM kept_problem k WHERE k.problem_id = NEW.problem_id)
    WHERE problem_id = NEW.problem_id {end};
CREATE TRIGGER kept_measure_delete AFTER DELETE ON measure FOR EACH ROW {do}
  UPDATE kept_problem SET due_on = (SELECT t.due_on FROM true_problem t WHERE t.problem_id = OLD.problem_id)
    WHERE problem_id = OLD.problem_id
  ; UPDATE kept_unit SET due_on = (SELECT k.due_on FROM kept_problem k WHERE k.problem_id = OLD.problem_id)
    WHERE problem_id = OLD.problem_id {end};
CREATE TRIGGER kept_measure_update AFTER UPDATE OF state, due_on, problem_id ON measure FOR EACH ROW {do}
  UPDATE kept_problem SET due_on = (SELECT t.due_on FROM true_problem t WHERE t.problem_id = NEW.problem_id)
    WHERE problem_id = NEW.problem_id
  ; UPDATE kept_unit SET due_on = (SELECT k.due_on FROM kept_problem k WHERE k.problem_id = NEW.problem_id)
    WHERE problem_id = NEW.problem_id
  ; UPDATE kept_problem SET due_on = (SELECT t.due_on FROM true_problem t WHERE t.problem_id = OLD.problem_id)
    WHERE problem_id = OLD.problem_id
  ; UPDATE kept_unit SET due_on = (SELECT k.due_on FROM kept_problem k WHERE k.problem_id = OLD.problem_id)
    WHERE problem_id = OLD.problem_id {end};
CREATE TRIGGER kept_member_insert AFTER INSERT ON pairing_member FOR EACH ROW {do}
  DELETE FROM kept_unit WHERE problem_id IN (SELECT l.problem_id FROM pairing_problem l WHERE l.pairing_id = NEW.pairing_id)
  ; INSERT INTO kept_unit (unit_id, problem_id, state, due_on, is_open)
    SELECT t.unit_id, t.problem_id, k.state, k.due_on, MAX(t.openness) = 1 FROM
    (SELECT p.raised_by_unit_id AS unit_id, p.id AS problem_id, 1 AS openness FROM problem p
      WHERE p.id IN (SELECT l.problem_id FROM pairing_problem l WHERE l.pairing_id = NEW.pairing_id) AND p.raised_by_unit_id IS NOT NULL
    UNION ALL SELECT m.unit_id, x.problem_id, CASE WHEN g.state IN ('draft', 'invited', 'declined') THEN 0 ELSE 1 END
      FROM pairing_problem x JOIN pairing g ON g.id = x.pairing_id JOIN pairing_member m ON m.pairing_id = g.id
      WHERE x.problem_id IN (SELECT l.problem_id FROM pairing_problem l WHERE l.pairing_id = NEW.pairing_id)) t
    JOIN kept_problem k ON k.problem_id = t.problem_id GROUP BY t.unit_id, t.problem_id, k.state, k.due_on {end};
CREATE TRIGGER kept_member_delete AFTER DELETE ON pairing_member FOR EACH ROW {do}
  DELETE FROM kept_unit WHERE problem_id IN (SELECT l.problem_id FROM pairing_problem l WHERE l.pairing_id = OLD.pairing_id)
  ; INSERT INTO kept_unit (unit_id, problem_id, state, due_on, is_open)
    SELECT t.unit_id, t.problem_id, k.state, k.due_on, MAX(t.openness) = 1 FROM
    (SELECT p.raised_by_unit_id AS unit_id, p.id AS problem_id, 1 AS openness FROM problem p
      WHERE p.id IN (SELECT l.problem_id FROM pairing_problem l WHERE l.pairing_id = OLD.pairing_id) AND p.raised_by_unit_id IS NOT NULL
    UNION ALL SELECT m.unit_id, x.problem_id, CASE WHEN g.state IN ('draft', 'invited', 'declined') THEN 0 ELSE 1 END
      FROM pairing_problem x JOIN pairing g ON g.id = x.pairing_id JOIN pairing_member m ON m.pairing_id = g.id
      WHERE x.problem_id IN (SELECT l.problem_id FROM pairing_problem l WHERE l.pairing_id = OLD.pairing_id)) t
    JOIN kept_problem k ON k.problem_id = t.problem_id GROUP BY t.unit_id, t.problem_id, k.state, k.due_on {end};
CREATE TRIGGER kept_member_update AFTER UPDATE OF unit_id, pairing_id ON pairing_member FOR EACH ROW {do}
  DELETE FROM kept_unit WHERE problem_id IN (SELECT l.problem_id FROM pairing_problem l WHERE l.pairing_id = NEW.pairing_id)
  ; INSERT INTO kept_unit (unit_id, problem_id, state, due_on, is_open)
    SELECT t.unit_id, t.problem_id, k.state, k.due_on, MAX(t.openness) = 1 FROM
    (SELECT p.raised_by_unit_id AS unit_id, p.id AS problem_id, 1 AS openness FROM problem p
      WHERE p.id IN (SELECT l.problem_id FROM pairing_problem l WHERE l.pairing_id = NEW.pairing_id) AND p.raised_by_unit_id IS NOT NULL
    UNION ALL SELECT m.unit_id, x.problem_id, CASE WHEN g.state IN ('draft', 'invited', 'declined') THEN 0 ELSE 1 END
      FROM pairing_problem x JOIN pairing g ON g.id = x.pairing_id JOIN pairing_member m ON m.pairing_id = g.id
      WHERE x.problem_id IN (SELECT l.problem_id FROM pairing_problem l WHERE l.pairing_id = NEW.pairing_id)) t
    JOIN kept_problem k ON k.problem_id = t.problem_id GROUP BY t.unit_id, t.problem_id, k.state, k.due_on {end};
CREATE TRIGGER kept_pairing_update AFTER UPDATE OF state ON pairing FOR EACH ROW WHEN (NEW.state <> OLD.state) {do}
  DELETE FROM kept_unit WHERE problem_id IN (SELECT l.problem_id FROM pairing_problem l WHERE l.pairing_id = NEW.id)
  ; INSERT INTO kept_unit (unit_id, problem_id, state, due_on, is_open)
    SELECT t.unit_id, t.problem_id, k.state, k.due_on, MAX(t.openness) = 1 FROM
    (SELECT p.raised_by_unit_id AS unit_id, p.id AS problem_id, 1 AS openness FROM problem p
      WHERE p.id IN (SELECT l.problem_id FROM pairing_problem l WHERE l.pairing_id = NEW.id) AND p.raised_by_unit_id IS NOT NULL
    UNION ALL SELECT m.unit_id, x.problem_id, CASE WHEN g.state IN ('draft', 'invited', 'declined') THEN 0 ELSE 1 END
      FROM pairing_problem x JOIN pairing g ON g.id = x.pairing_id JOIN pairing_member m ON m.pairing_id = g.id
      WHERE x.problem_id IN (SELECT l.problem_id FROM pairing_problem l WHERE l.pairing_id = NEW.id)) t
    JOIN kept_problem k ON k.problem_id = t.problem_id GROUP BY t.unit_id, t.problem_id, k.state, k.due_on {end};
CREATE TRIGGER kept_link_insert AFTER INSERT ON pairing_problem FOR EACH ROW {do}
  DELETE FROM kept_unit WHERE problem_id IN (NEW.problem_id)
  ; INSERT INTO kept_unit (unit_id, problem_id, state, due_on, is_open)
    SELECT t.unit_id, t.problem_id, k.state, k.due_on, MAX(t.openness) = 1 FROM
    (SELECT p.raised_by_unit_id AS unit_id, p.id AS problem_id, 1 AS openness FROM problem p
      WHERE p.id IN (NEW.problem_id) AND p.raised_by_unit_id IS NOT NULL
    UNION ALL SELECT m.unit_id, x.problem_id, CASE WHEN g.state IN ('draft', 'invited', 'declined') THEN 0 ELSE 1 END
      FROM pairing_problem x JOIN pairing g ON g.id = x.pairing_id JOIN pairing_member m ON m.pairing_id = g.id
      WHERE x.problem_id IN (NEW.problem_id)) t
    JOIN kept_problem k ON k.problem_id = t.problem_id GROUP BY t.unit_id, t.problem_id, k.state, k.due_on {end};
CREATE TRIGGER kept_link_delete AFTER DELETE ON pairing_problem FOR EACH ROW {do}
  DELETE FROM kept_unit WHERE problem_id IN (OLD.problem_id)
  ; INSERT INTO kept_unit (unit_id, problem_id, state, due_on, is_open)
    SELECT t.unit_id, t.problem_id, k.state, k.due_on, MAX(t.openness) = 1 FROM
    (SELECT p.raised_by_unit_id AS unit_id, p.id AS problem_id, 1 AS openness FROM problem p
      WHERE p.id IN (OLD.problem_id) AND p.raised_by_unit_id IS NOT NULL
    UNION ALL SELECT m.unit_id, x.problem_id, CASE WHEN g.state IN ('draft', 'invited', 'declined') THEN 0 ELSE 1 END
      FROM pairing_problem x JOIN pairing g ON g.id = x.pairing_id JOIN pairing_member m ON m.pairing_id = g.id
      WHERE x.problem_id IN (OLD.problem_id)) t
    JOIN kept_problem k ON k.problem_id = t.problem_id GROUP BY t.unit_id, t.problem_id, k.state, k.due_on {end};
