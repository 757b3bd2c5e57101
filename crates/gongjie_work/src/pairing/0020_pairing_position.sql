-- The ledger reads its pages in its own order.
CREATE INDEX pairing_position ON pairing (organization_id, campaign_id, position, id);
