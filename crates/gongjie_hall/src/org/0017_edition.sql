-- Rises with every change of what all pages look up: who there is. What is kept in memory holds for one edition.
CREATE TABLE edition (
  organization_id BIGINT PRIMARY KEY,
  number BIGINT NOT NULL
);
INSERT INTO edition (organization_id, number) SELECT id, 1 FROM organization;
CREATE TRIGGER edition_unit_insert AFTER INSERT ON unit FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (NEW.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_unit_update AFTER UPDATE ON unit FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (NEW.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_person_insert AFTER INSERT ON person FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (NEW.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_person_update AFTER UPDATE ON person FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (NEW.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_organization_insert AFTER INSERT ON organization FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (NEW.id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_organization_update AFTER UPDATE ON organization FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (NEW.id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_unit_name_insert AFTER INSERT ON unit_name FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (NEW.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_unit_name_update AFTER UPDATE ON unit_name FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (NEW.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_unit_name_delete AFTER DELETE ON unit_name FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (OLD.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_unit_cover_insert AFTER INSERT ON unit_cover FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES ((SELECT u.organization_id FROM unit u WHERE u.id = NEW.branch_id), 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_unit_cover_update AFTER UPDATE ON unit_cover FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES ((SELECT u.organization_id FROM unit u WHERE u.id = NEW.branch_id), 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_unit_cover_delete AFTER DELETE ON unit_cover FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES ((SELECT u.organization_id FROM unit u WHERE u.id = OLD.branch_id), 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_role_grant_insert AFTER INSERT ON role_grant FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES ((SELECT p.organization_id FROM person p WHERE p.id = NEW.person_id), 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_role_grant_update AFTER UPDATE ON role_grant FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES ((SELECT p.organization_id FROM person p WHERE p.id = NEW.person_id), 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_role_grant_delete AFTER DELETE ON role_grant FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES ((SELECT p.organization_id FROM person p WHERE p.id = OLD.person_id), 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
