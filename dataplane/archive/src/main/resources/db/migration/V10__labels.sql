-- What people think of judged answers; no content, so nothing here is erased with a user.
create table label (
  interaction_id text not null,
  labeller text not null,
  service text not null,
  time timestamptz not null,
  labelled timestamptz not null,
  queue text not null,
  probability double precision not null,
  scores jsonb not null,
  primary key (interaction_id, labeller)
);
create index label_service_time on label (service, time);

-- A number in [0, 1) that depends on the id alone: who is asked for a label must not depend on the answer.
create function homeostat_label_position(id text) returns double precision language sql immutable as $$
  select ('x' || substr(md5('label|' || id), 1, 8))::bit(32)::bigint::double precision / 4294967296
$$;
