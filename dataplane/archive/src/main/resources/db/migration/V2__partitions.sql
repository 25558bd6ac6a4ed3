-- One partition for each day of UTC: a query for a day reads that day, and a day is forgotten by dropping it.
create function homeostat_partition(parent text, day date) returns void language plpgsql as $$
declare
  name text := parent || '_' || to_char(day, 'YYYYMMDD');
begin
  if to_regclass(name) is not null then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtext('homeostat.partition'));
  execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
    name, parent, day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
end $$;

alter table interaction rename to interaction_before;
alter table score rename to score_before;
alter table feedback rename to feedback_before;
alter table interaction_before drop constraint interaction_pkey;
alter table score_before drop constraint score_pkey;
alter table feedback_before drop constraint feedback_pkey;
drop index interaction_response, interaction_service_time, score_service_time, feedback_interaction,
  feedback_service_time;

create table interaction (
  id text not null,
  response_id text,
  service text not null,
  release text not null,
  role text,
  served_by text,
  plan_revision bigint not null,
  session text not null,
  consumer text,
  capability text,
  time timestamptz not null,
  origin text,
  route text,
  user_key text,
  tags jsonb,
  status int not null,
  error text,
  finish_reason text,
  latency_millis bigint not null,
  first_token_millis bigint,
  prompt_tokens int,
  completion_tokens int,
  training boolean not null,
  primary key (id, time)
) partition by range (time);
create index interaction_response on interaction (response_id);
create index interaction_service_time on interaction (service, time);
create index interaction_user on interaction (service, user_key) where user_key is not null;

-- What people wrote lies apart, so that it can be erased and the figures stay.
create table content (
  interaction_id text not null,
  service text not null,
  user_key text,
  time timestamptz not null,
  messages jsonb,
  answer text,
  reference text,
  evidence jsonb,
  primary key (interaction_id, time)
) partition by range (time);
create index content_user on content (service, user_key) where user_key is not null;

create table score (
  interaction_id text not null,
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
  parts jsonb not null,
  primary key (interaction_id, time)
) partition by range (time);
create index score_service_time on score (service, time);

create table feedback (
  id text not null,
  interaction_id text not null,
  service text not null,
  time timestamptz not null,
  source text not null,
  rating double precision,
  correction text,
  scores jsonb,
  primary key (id, time)
) partition by range (time);
create index feedback_interaction on feedback (interaction_id);
create index feedback_service_time on feedback (service, time);

do $$
declare
  day date;
begin
  for day in
    select (time at time zone 'UTC')::date from interaction_before
    union select (time at time zone 'UTC')::date from score_before
    union select (time at time zone 'UTC')::date from feedback_before
  loop
    perform homeostat_partition(parent, day) from unnest(array['interaction', 'content', 'score', 'feedback']) parent;
  end loop;
end $$;

insert into interaction (id, response_id, service, release, role, served_by, plan_revision, session, consumer, time, status,
  error, finish_reason, latency_millis, first_token_millis, prompt_tokens, completion_tokens, training)
select id, response_id, service, release, role, served_by, plan_revision, session, consumer, time, status,
  error, finish_reason, latency_millis, first_token_millis, prompt_tokens, completion_tokens, training
from interaction_before;
insert into content (interaction_id, service, time, messages, answer)
select id, service, time, messages, answer from interaction_before where messages is not null or answer is not null;
insert into score select * from score_before;
insert into feedback (id, interaction_id, service, time, source, rating, correction)
select id, interaction_id, service, time, source, rating, correction from feedback_before;
drop table interaction_before, score_before, feedback_before;

-- What was given to which Dataset, so that an erasure can name the Datasets that learnt of it.
create table dataset_use (
  service text not null,
  dataset text not null,
  interaction_id text not null,
  time timestamptz not null,
  primary key (service, dataset, interaction_id)
);
create index dataset_use_interaction on dataset_use (interaction_id);

-- Whose content was erased, until when, and what still holds traces of it.
create table erasure (
  service text not null,
  user_key text not null,
  time timestamptz not null,
  interactions bigint not null,
  datasets jsonb not null,
  primary key (service, user_key, time)
);
