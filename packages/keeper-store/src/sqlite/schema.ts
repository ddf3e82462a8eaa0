/*
 * The keeper's schema, as the list of steps that led to it. A step that was released is never changed: a new one is added.
 *
 * One row a connection, which carries its own lease. Counters that change without a refresh stay off it. It is no table
 * without rowid: what is sealed makes a row long, and a long row in an index's tree is read from a chain of pages.
 */
import type { Schema } from '@hufu/store/sqlite'

export const schema: Schema = {
  // "Hufk"
  application: 0x4875666b,
  steps: [
    `
    create table connections (
      id text primary key,
      tenant text not null,
      platform text not null,
      app text not null,
      shop text not null,
      alias text,
      status text not null,
      generation integer not null,
      access_ct text not null,
      refresh_ct text,
      prev_refresh_ct text,
      issued_at real not null,
      access_expires_at real not null,
      refresh_expires_at real,
      authorization_expires_at real,
      facts text not null,
      lease_owner text,
      lease_until real,
      lease_epoch integer not null,
      intent_attempt integer,
      intent_phase text,
      intent_refresh_hash text,
      intent_at real,
      due_at real,
      next_allowed_at real not null,
      notice_at real,
      quota_period text,
      quota_count integer,
      last_error text,
      failures integer not null,
      created_at real not null,
      updated_at real not null
    ) strict;
    create unique index connections_by_shop on connections (tenant, platform, app, shop);
    create unique index connections_by_alias on connections (tenant, platform, app, alias) where alias is not null;
    create index connections_by_due on connections (platform, app, due_at) where due_at is not null;
    create index connections_by_notice on connections (notice_at) where notice_at is not null;
    create index connections_by_intent on connections (intent_at) where intent_phase = 'sent';
    create index connections_by_status on connections (platform, app, status);

    create table token_journal (
      id text primary key,
      connection_id text not null,
      generation integer not null,
      lease_epoch integer not null,
      refresh_hash text not null,
      tokens text not null,
      at real not null,
      settled text,
      settled_at real
    ) strict;
    create index journal_by_connection on token_journal (connection_id) where settled is null;

    create table states (
      key text primary key,
      sealed text not null,
      expires_at real not null
    ) strict, without rowid;
    create index states_by_end on states (expires_at);

    create table events (
      seq integer primary key autoincrement,
      at real not null,
      type text not null,
      connection_id text,
      tenant text,
      data text not null
    ) strict;
    create index events_by_connection on events (connection_id, seq);
    create index events_by_time on events (at);
    `,
    `
    create table webhook_endpoints (
      name text primary key,
      seq integer not null,
      disabled_at real,
      disabled_why text
    ) strict;

    create table webhook_messages (
      id text primary key,
      endpoint text not null,
      type text not null,
      body text not null,
      attempts integer not null,
      due_at real not null,
      dead_at real,
      last_error text,
      created_at real not null
    ) strict;
    create index messages_by_due on webhook_messages (endpoint, due_at) where dead_at is null;
    create index messages_dead on webhook_messages (id) where dead_at is not null;
    create index messages_by_time on webhook_messages (created_at);
    `,
    `
    create index connections_by_end on connections (
      case
        when authorization_expires_at < coalesce(refresh_expires_at, access_expires_at) then authorization_expires_at
        else coalesce(refresh_expires_at, access_expires_at) end,
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
      platform text not null,
      app text not null,
      per_seconds real not null,
      slices text not null,
      primary key (platform, app, per_seconds)
    ) strict;

    create table store_epoch (
      one integer primary key check (one = 1),
      id text not null,
      epoch integer not null,
      restored_at real
    ) strict;
    `,
    `
    alter table connections add column access_assumed integer;
    drop index connections_by_end;
    create index connections_by_end on connections (
      case
        when authorization_expires_at
          < coalesce(refresh_expires_at, case when access_assumed is null then access_expires_at end)
          then authorization_expires_at
        else coalesce(
          refresh_expires_at, case when access_assumed is null then access_expires_at end, authorization_expires_at) end,
      id) where status not in ('revoked', 'disabled');
    create index connections_by_digits on connections (tenant, platform, app, ltrim(shop, '0'))
      where shop >= '0' and shop < '1';

    create table seeds (
      hash text not null,
      connection_id text not null,
      access_hash text not null,
      at real not null,
      primary key (hash, connection_id, access_hash)
    ) strict, without rowid;
    create index seeds_by_time on seeds (at);

    create table held_replies (
      id text primary key,
      connection_id text not null,
      generation integer not null,
      kind text not null,
      refresh_hash text not null,
      reply text not null,
      at real not null
    ) strict;
    create index held_by_connection on held_replies (connection_id);
    `,
  ],
}
