-- What people are told: each person's messages, the channels by which they leave, and every delivery with its tries.
CREATE TABLE channel (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  kind TEXT NOT NULL CHECK (kind IN ('email', 'wecom_robot', 'wecom_app', 'dingtalk_robot', 'feishu_robot', 'webhook')),
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  account TEXT,
  sender TEXT,
  token TEXT,
  secret TEXT,
  takes TEXT NOT NULL,
  is_on BOOLEAN NOT NULL,
  is_removed BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX channel_of ON channel (organization_id);
CREATE TABLE channel_name (
  id {id},
  person_id BIGINT NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT channel_name_once UNIQUE (person_id, kind)
);
CREATE TABLE message (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  person_id BIGINT NOT NULL REFERENCES person (id),
  uid TEXT NOT NULL,
  fact TEXT NOT NULL,
  class TEXT NOT NULL CHECK (class IN ('digest', 'instant', 'urgent')),
  subject TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  path TEXT NOT NULL,
  text_key TEXT NOT NULL,
  args TEXT NOT NULL,
  told_at BIGINT NOT NULL,
  read_at BIGINT,
  digest_on TEXT,
  CONSTRAINT message_uid_once UNIQUE (uid),
  CONSTRAINT message_fact_once UNIQUE (person_id, fact)
);
CREATE INDEX message_of_person ON message (person_id, id);
CREATE INDEX message_unread ON message (person_id) WHERE read_at IS NULL;
CREATE INDEX message_undigested ON message (organization_id, person_id) WHERE digest_on IS NULL AND class = 'digest';
CREATE TABLE digest_run (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  day TEXT NOT NULL,
  CONSTRAINT digest_run_once UNIQUE (organization_id, day)
);
CREATE TABLE delivery (
  id {id},
  organization_id BIGINT NOT NULL REFERENCES organization (id),
  channel_id BIGINT NOT NULL REFERENCES channel (id),
  person_id BIGINT REFERENCES person (id),
  uid TEXT NOT NULL,
  fact TEXT NOT NULL,
  class TEXT NOT NULL CHECK (class IN ('digest', 'instant', 'urgent')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'skipped', 'given_up')),
  due_at BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  tried_at BIGINT,
  sent_at BIGINT,
  lease_by TEXT,
  lease_until BIGINT NOT NULL,
  error_key TEXT,
  error_args TEXT,
  created_at BIGINT NOT NULL,
  CONSTRAINT delivery_uid_once UNIQUE (uid),
  CONSTRAINT delivery_fact_once UNIQUE (channel_id, fact)
);
CREATE INDEX delivery_due ON delivery (due_at, id) WHERE state = 'waiting';
CREATE INDEX delivery_tried ON delivery (tried_at) WHERE tried_at IS NOT NULL;
CREATE INDEX delivery_of ON delivery (organization_id, id);
CREATE TABLE delivery_message (
  id {id},
  delivery_id BIGINT NOT NULL REFERENCES delivery (id),
  message_id BIGINT NOT NULL REFERENCES message (id),
  CONSTRAINT delivery_message_once UNIQUE (delivery_id, message_id)
);
CREATE TABLE delivery_turn (
  id {id},
  taken_at BIGINT NOT NULL
);
INSERT INTO delivery_turn (taken_at) VALUES (0);
