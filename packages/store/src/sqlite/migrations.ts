/*
 * The schema, as the list of steps that led to it. A step that was released is never changed: a new one is added.
 *
 * What is searched has a column; the rest of a row is JSON in `body`. Where a column repeats what the body says, the
 * column is right.
 *
 * What costs is pages: each one that a commit touches is written twice. So codes and grants are keyed by their
 * sequential number, and new rows share a page; an index on something random costs a page a row, and there are as few
 * as can be. A shop's grants are found by those of its users who ever granted any (`shop_users`, rarely new), and
 * expired entries of the token index by walking it.
 */
import type { Schema } from './file/migrate.ts'

export const migrations: readonly string[] = [
  `
  create table ids (
    one integer primary key check (one = 1),
    next integer not null
  ) strict;
  insert into ids (one, next) values (1, 1);

  create table codes (
    id integer primary key,
    used_at integer,
    goes_at integer not null,
    body text not null
  ) strict;
  create index codes_by_end on codes (goes_at);

  create table grants (
    id integer primary key,
    app_id text not null,
    user_id text not null,
    shop_id text not null,
    key_id text not null,
    expires_at integer not null,
    goes_day integer not null,
    last_used_day integer,
    revoked_at integer,
    revoked_because text,
    body text not null
  ) strict;
  create index grants_by_app on grants (app_id);
  create index grants_by_user on grants (user_id);
  create index grants_by_end on grants (goes_day, key_id);

  create table shop_users (
    shop_id text not null,
    user_id text not null,
    primary key (shop_id, user_id)
  ) strict, without rowid;

  create table token_index (
    digest text primary key,
    id integer not null,
    goes_day integer not null
  ) strict, without rowid;

  create table once_keys (
    digest text primary key,
    expires_at integer not null
  ) strict, without rowid;
  create index once_keys_by_end on once_keys (expires_at);

  create table apps (
    id text primary key,
    version integer not null,
    platform text not null,
    client_id text,
    status text not null,
    body text not null,
    unique (platform, client_id)
  ) strict, without rowid;

  create table shops (
    id text primary key,
    body text not null
  ) strict, without rowid;

  create table users (
    id text primary key,
    username text not null unique,
    shop_id text not null,
    body text not null
  ) strict, without rowid;
  create index users_by_shop on users (shop_id);

  create table operators (
    id text primary key,
    body text not null
  ) strict, without rowid;

  create table gateways (
    id text primary key,
    body text not null
  ) strict, without rowid;

  create table login_failures (
    key text not null,
    at integer not null,
    count integer not null,
    expires_at integer not null,
    primary key (key, at)
  ) strict, without rowid;
  create index login_failures_by_end on login_failures (expires_at);

  create table sessions (
    id text primary key,
    account_id text not null,
    expires_at integer not null,
    body text not null
  ) strict, without rowid;
  create index sessions_by_account on sessions (account_id);
  create index sessions_by_end on sessions (expires_at);

  create table settings (
    name text primary key,
    value text not null
  ) strict, without rowid;
  `,
  `
  create table audit (
    id integer primary key autoincrement,
    at integer not null,
    actor text not null,
    action text not null,
    subject text not null,
    body text not null
  ) strict;
  create index audit_by_time on audit (at);
  create index audit_by_subject on audit (subject);
  `,
  `
  create table tickets (
    id text primary key,
    purpose text not null,
    subject text not null,
    expires_at integer not null,
    body text not null,
    unique (purpose, subject)
  ) strict, without rowid;
  create index tickets_by_end on tickets (expires_at);
  `,
  `
  create table organisations (
    id text primary key,
    version integer not null,
    body text not null
  ) strict, without rowid;

  create table developers (
    id text primary key,
    version integer not null,
    organisation_id text not null,
    email text not null unique,
    status text not null,
    body text not null
  ) strict, without rowid;
  create index developers_by_organisation on developers (organisation_id);

  alter table apps add column organisation_id text;
  create index apps_by_organisation on apps (organisation_id) where organisation_id is not null;
  `,
  `
  create table app_events (
    app_id text not null,
    version integer not null,
    body text not null,
    primary key (app_id, version)
  ) strict, without rowid;

  create table logos (
    app_id text not null,
    version text not null,
    type text not null,
    bytes text not null,
    primary key (app_id, version)
  ) strict;
  `,
  `
  create table logins (
    id integer primary key autoincrement,
    account_id text not null,
    got_in integer not null,
    expires_at integer not null,
    body text not null
  ) strict;
  create index logins_by_account on logins (account_id, got_in);
  create index logins_by_end on logins (expires_at);
  alter table users add column email text;
  create index users_by_email on users (email) where email is not null;
  `,
  `
  create table exchanges (
    id integer primary key,
    app_id text not null,
    refused integer not null,
    goes_at integer not null,
    body text not null
  ) strict;
  create index exchanges_by_app on exchanges (app_id, refused, id);
  create index exchanges_by_end on exchanges (goes_at);

  create table usage (
    app_id text not null,
    day integer not null,
    kind text not null,
    count integer not null,
    goes_day integer not null,
    primary key (app_id, day, kind)
  ) strict, without rowid;
  create index usage_by_end on usage (goes_day);
  `,
  `update organisations set body = json_set(body, '$.testShops', json('[]'));`,
  `
  alter table users add column version integer not null default 0;
  update users set body = json_set(body, '$.version', 0);
  alter table operators add column version integer not null default 0;
  update operators set body = json_set(body, '$.version', 0);
  `,
  `update gateways set body = json_set(body, '$.seesRefreshTokens', json('false'));`,
  // Lists are read by the order of creation, a piece at a time, and searches of the audit log by whom and by what was done.
  `
  alter table shops add column created_at integer as (json_extract(body, '$.createdAt')) virtual;
  create index shops_by_creation on shops (created_at, id);
  alter table users add column created_at integer as (json_extract(body, '$.createdAt')) virtual;
  create index users_by_creation on users (created_at, id);
  alter table apps add column created_at integer as (json_extract(body, '$.createdAt')) virtual;
  create index apps_by_creation on apps (created_at, id);
  alter table developers add column created_at integer as (json_extract(body, '$.createdAt')) virtual;
  create index developers_by_creation on developers (created_at, id);
  alter table organisations add column created_at integer as (json_extract(body, '$.createdAt')) virtual;
  create index organisations_by_creation on organisations (created_at, id);
  alter table operators add column created_at integer as (json_extract(body, '$.createdAt')) virtual;
  create index operators_by_creation on operators (created_at, id);
  alter table gateways add column created_at integer as (json_extract(body, '$.createdAt')) virtual;
  create index gateways_by_creation on gateways (created_at, id);
  drop index users_by_shop;
  create index users_by_shop on users (shop_id, created_at, id);
  drop index developers_by_organisation;
  create index developers_by_organisation on developers (organisation_id, created_at, id);
  drop index apps_by_organisation;
  create index apps_by_organisation on apps (organisation_id, created_at, id) where organisation_id is not null;
  create index apps_by_platform on apps (platform, created_at, id);
  create index apps_by_status on apps (status, created_at, id);
  create index audit_by_actor on audit (actor);
  create index audit_by_action on audit (action);
  `,
  // Many grants end with one row: see grant-ends.ts.
  `
  create table grant_ends (
    id integer primary key autoincrement,
    whose text not null,
    user_id text,
    shop_id text,
    app_id text,
    except_platforms text not null,
    at integer not null,
    because text not null,
    walked_to integer not null default 0
  ) strict;
  create index grant_ends_by_whose on grant_ends (whose, id);
  alter table codes add column ends_before integer not null default 0;
  alter table grants add column ends_before integer not null default 0;
  `,
  `
  create table letters (
    id text primary key,
    reader text not null,
    sealed text not null,
    created_at integer not null,
    tries integer not null,
    due_at integer not null
  ) strict, without rowid;
  create index letters_by_due on letters (due_at, id);
  create index letters_by_reader on letters (reader);
  `,
]

/** "Hufu". */
export const platformSchema: Schema = { application: 0x48756675, steps: migrations }
