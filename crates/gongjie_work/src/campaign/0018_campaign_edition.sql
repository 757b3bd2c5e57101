-- Campaigns, themes and stated totals are looked up by all pages too.
CREATE TRIGGER edition_campaign_insert AFTER INSERT ON campaign FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (NEW.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_campaign_update AFTER UPDATE ON campaign FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (NEW.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_theme_insert AFTER INSERT ON theme FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (NEW.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_theme_update AFTER UPDATE ON theme FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (NEW.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_stated_figure_insert AFTER INSERT ON stated_figure FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (NEW.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_stated_figure_update AFTER UPDATE ON stated_figure FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (NEW.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
CREATE TRIGGER edition_stated_figure_delete AFTER DELETE ON stated_figure FOR EACH ROW {do}
  INSERT INTO edition (organization_id, number) VALUES (OLD.organization_id, 1)
  ON CONFLICT (organization_id) DO UPDATE SET number = edition.number + 1 {end};
