-- Requests of a person or a network in the present minute, by kind: what the rate limits count.
CREATE TABLE request_count (
  id {id},
  door TEXT NOT NULL,
  minute BIGINT NOT NULL,
  taken BIGINT NOT NULL,
  CONSTRAINT request_count_door_once UNIQUE (door)
);
