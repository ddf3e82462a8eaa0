/*
 * The keeper's tables in PostgreSQL, as the list of steps that led to them. A step that was released is never changed: a
 * new one is added, and it only adds: processes of the version before work on while it is made.
 *
 * Texts are compared byte by byte (collate "C"), as SQLite compares them: the database's own order is not ours.
 */
export const steps: readonly string[] = [
  `
  create table connections (
    id text collate "C" primary key,
    tenant text collate "C" not null,
    platform text collate "C" not null,
    app text collate "C" not null,
    shop text collate "C" not null,
    alias text collate "C",
    status text collate "C" not null,
    generation bigint not null,
    access_ct text collate "C" not null,
    refresh_ct text collate "C",
    prev_refresh_ct text collate "C",
    issued_at double precision not null,
    access_expires_at double precision not null,
    refresh_expires_at double precision,
    authorization_expires_at double precision,
    facts text not null,
    lease_owner text,
    lease_until double precision,
    lease_epoch bigint not null,
    intent_attempt integer,
    intent_phase text,
    intent_refresh_hash text,
    intent_at double precision,
    due_at double precision,
    next_allowed_at double precision not null,
    notice_at double precision,
    quota_period text,
    quota_count integer,
    last_error text,
    failures integer not null,
    created_at double precision not null,
    updated_at double precision not null
  ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
  create unique index connections_by_shop on connections (tenant, platform, app, shop);
  create unique index connections_by_alias on connections (tenant, platform, app, alias) where alias is not null;
  create index connections_by_due on connections (platform, app, due_at) where due_at is not null;
  create index connections_by_notice on connections (notice_at) where notice_at is not null;
  create index connections_by_intent on connections (intent_at) where intent_phase = 'sent';
  create index connections_by_status on connections (platform, app, status);

  create table token_journal (
    id text collate "C" primary key,
    connection_id text collate "C" not null,
    generation bigint not null,
    lease_epoch bigint not null,
    refresh_hash text not null,
    tokens text not null,
    at double precision not null,
    settled text,
    settled_at double precision
  );
  create index journal_by_connection on token_journal (connection_id) where settled is null;

  create table states (
    key text collate "C" primary key,
    sealed text not null,
    expires_at double precision not null
  );
  create index states_by_end on states (expires_at);

  create table events (
    id bigint generated always as identity primary key,
    seq bigint,
    at double precision not null,
    type text not null,
    connection_id text collate "C",
    tenant text collate "C",
    data text not null
  );
  create unique index events_by_seq on events (seq);
  create index events_without_seq on events (id) where seq is null;
  create index events_by_connection on events (connection_id, seq);
  create index events_by_time on events (at);
  create sequence event_seq;
  `,
  `
  create table webhook_endpoints (
    name text collate "C" primary key,
    seq bigint not null,
    disabled_at double precision,
    disabled_why text
  );

  create table webhook_messages (
    id text collate "C" primary key,
    endpoint text collate "C" not null,
    type text not null,
    body text not null,
    attempts integer not null,
    due_at double precision not null,
    dead_at double precision,
    last_error text,
    created_at double precision not null
  );
  create index messages_by_due on webhook_messages (endpoint, due_at) where dead_at is null;
  create index messages_dead on webhook_messages (id) where dead_at is not null;
  create index messages_by_time on webhook_messages (created_at);
  `,
  `
  create index connections_by_end on connections (
    (case
      when authorization_expires_at < coalesce(refresh_expires_at, access_expires_at) then authorization_expires_at
      else coalesce(refresh_expires_at, access_expires_at) end),
    id) where status not in ('revoked', 'disabled');
  `,
  `
  create index connections_by_id on connections (id, tenant, platform, app, status, shop, alias);
  `,
  `
  create index journal_superseded on token_journal (connection_id, refresh_hash) where settled = 'superseded';
  `,
  `
  alter table connections add column enabled_status text;
  `,
  `
  alter table connections add column quota_retries integer;

  create table rates (
    platform text collate "C" not null,
    app text collate "C" not null,
    per_seconds double precision not null,
    slices text not null,
    primary key (platform, app, per_seconds)
  );

  create table store_epoch (
    one integer primary key check (one = 1),
    id text not null,
    epoch bigint not null,
    restored_at double precision
  );
  `,
  `
  alter table connections add column access_assumed integer;
  drop index connections_by_end;
  create index connections_by_end on connections (
    (case
      when authorization_expires_at
        < coalesce(refresh_expires_at, case when access_assumed is null then access_expires_at end)
        then authorization_expires_at
      else coalesce(
        refresh_expires_at, case when access_assumed is null then access_expires_at end, authorization_expires_at) end),
    id) where status not in ('revoked', 'disabled');
  create index connections_by_digits on connections (tenant, platform, app, ltrim(shop, '0'))
    where shop >= '0' and shop < '1';

  create table seeds (
    hash text collate "C" not null,
    connection_id text collate "C" not null,
    access_hash text collate "C" not null,
    at double precision not null,
    primary key (hash, connection_id, access_hash)
  );
  create index seeds_by_time on seeds (at);

  create table held_replies (
    id text collate "C" primary key,
    connection_id text collate "C" not null,
    generation bigint not null,
    kind text not null,
    refresh_hash text not null,
    reply text not null,
    at double precision not null
  );
  create index held_by_connection on held_replies (connection_id);
  `,
]
