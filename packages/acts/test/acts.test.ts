/* The table of acts: what one act lacks, no reading can make up for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { permissions } from '@hufu/accounts'
import { languages } from '@hufu/web/design/language'
import { methodOf, others, pathOf, placed } from '../src/act.ts'
import { adminDocument } from '../src/api/document.ts'
import { allActs, topics } from '../src/index.ts'
import { membersOf } from '@hufu/web/api/members'

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly 'x-hufu-permission': string
  readonly 'x-hufu-audit-action'?: string
}
const { paths } = JSON.parse(await adminDocument()) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

test('every act has a permission or an organisation, and nobody performs it without', () => {
  for (const { name, permission, organisation } of allActs) {
    assert.ok(permission !== undefined || organisation !== undefined, name)
    if (permission !== undefined) assert.ok(permissions.includes(permission), name)
  }
})

test('every act has a title in every language, of a verb and what it is about', () => {
  for (const { name, title } of allActs)
    for (const language of languages) assert.match(title[language], /\S/, `${name} ${language}`)
})

test('every act stands under a topic of the command line, and every topic has acts', () => {
  const named = new Set(allActs.map(({ name }) => name.slice(0, name.indexOf('.'))))
  assert.deepEqual(named, new Set(Object.keys(topics)))
})

test('every member that an act takes says what it is', () => {
  for (const { name, input } of allActs)
    for (const member of membersOf(input))
      assert.match(member.description ?? '', /\S/, `${name}: ${member.name}`)
})

test('every act of an operator stands in the document of the API under its own name and permission', () => {
  for (const act of allActs.filter(({ permission }) => permission !== undefined)) {
    const operation = paths[pathOf(act).replaceAll(/:(\w+)/g, '{$1}')]?.[methodOf(act).toLowerCase()]
    assert.ok(operation, act.name)
    assert.equal(operation.operationId.toLowerCase(), act.name.replaceAll(/[._]/g, ''))
    assert.equal(operation.summary, act.title.en)
    assert.equal(operation['x-hufu-permission'], act.permission)
    assert.equal(operation['x-hufu-audit-action'], act.isLogged ? act.name : undefined)
  }
})

test('an act that changes something is logged, and one that is not logged only reads', () => {
  for (const act of allActs) if (!act.isLogged) assert.equal(methodOf(act), 'GET', act.name)
})

test('the members of a path are members of the input', () => {
  for (const act of allActs) {
    for (const name of placed(act)) assert.ok(act.input.shape[name], `${act.name}: ${name}`)
    assert.equal(placed(act).length + others(act).length, Object.keys(act.input.shape).length, act.name)
  }
})

test('no two acts have one path, or one command', () => {
  const paths_ = allActs.map(({ http }) => http.replaceAll(/:\w+/g, ':'))
  assert.equal(new Set(paths_).size, paths_.length)
})
