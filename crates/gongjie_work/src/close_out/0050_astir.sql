-- What the minute's look asks: close-outs on their way, and words that were given lately.
CREATE INDEX close_out_state ON close_out (organization_id, state, id);
CREATE INDEX verdict_given ON verdict (organization_id, given_at);
