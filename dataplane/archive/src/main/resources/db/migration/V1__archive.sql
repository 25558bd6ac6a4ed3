create table interaction (
  id text primary key,
  response_id text,
  service text not null,
  release text not null,
  role text,
  served_by text,
  plan_revision bigint not null,
  session text not null,
  consumer text,
  time timestamptz not null,
  messages jsonb,
  answer text,
  status int not null,
  error text,
  finish_reason text,
  latency_millis bigint not null,
  first_token_millis bigint,
  prompt_tokens int,
  completion_tokens int,
  training boolean not null
);
create index interaction_response on interaction (response_id);
create index interaction_service_time on interaction (service, time);

create table score (
  interaction_id text primary key,
  service text not null,
  release text not null,
  role text,
  plan_revision bigint not null,
  session text not null,
  capability text not null,
  time timestamptz not null,
  scorer_set text not null,
  composite double precision,
  unscored_reason text,
  failed boolean not null,
  gating boolean not null,
  parts jsonb not null
);
create index score_service_time on score (service, time);

create table feedback (
  id text primary key,
  interaction_id text not null,
  service text not null,
  time timestamptz not null,
  source text not null,
  rating double precision,
  correction text
);
create index feedback_interaction on feedback (interaction_id);
create index feedback_service_time on feedback (service, time);

create table verdict (
  key text primary key,
  service text not null,
  type text not null,
  as_of timestamptz not null,
  body jsonb not null
);

create table resource (
  kind text not null,
  namespace text not null,
  name text not null,
  uid text not null,
  seen timestamptz not null,
  body jsonb not null,
  primary key (kind, namespace, name, uid)
);
