/* A platform's settings and keys, as operators change them while the server runs. */
import { fingerprintOf } from '@hufu/crypto'
import type { Policy } from '@hufu/dialects'
import { html } from 'ghtml'
import { acts } from '@hufu/acts'
import { isDenied } from '@hufu/acts/denied'
import {
  type Html,
  badge,
  button,
  card,
  checkboxes,
  code,
  facts,
  field,
  join,
  link,
  problem,
  select,
  table,
  text,
  when,
} from '@hufu/web/design/components'
import { type Language, languageNames, numberText } from '@hufu/web/design/language'
import type { Platform } from '@hufu/server'
import { effectivePolicy } from '@hufu/server'
import { siteWords } from '@hufu/web/site-words'
import { askBefore } from '../asking.ts'
import type { OperatorConsole, OperatorVisit } from '../console.ts'
import {
  type Part,
  type Setting,
  figureOf,
  nameOf,
  readForm,
  settings,
  wordLanguages,
  wordName,
} from './platform-fields.ts'
import { platformWords } from './platform-settings-words.ts'

export function platformRoutes({ page, action, runtime }: OperatorConsole): void {
  const { platforms, settings: live, config } = runtime

  page('/platforms', acts['platform.list'], async (visit) => {
    const words = platformWords[visit.language]
    const rows = await Promise.all(
      [...platforms.values()].map(async ({ dialect: { id, title } }) => ({
        id,
        title,
        apps: (await visit.read(acts['app.list'], { platform: id }))?.apps.length ?? 0,
        changed: new Set([...Object.keys(live.overrideOf(id)), ...live.fixedOf(id)]).size,
      })),
    )
    const list = table(
      words.title,
      [
        { title: words.name, cell: ({ id, title }) => link(`/operator/platforms/${id}`, title) },
        { title: words.apps, number: true, cell: ({ apps }) => text(numberText(visit.language, apps)) },
        {
          title: words.changed,
          cell: ({ changed }) =>
            changed === 0 ? text(words.asDocumented) : badge(numberText(visit.language, changed), 'wait'),
        },
      ],
      rows,
      words.none,
    )
    return visit.show({ title: words.title, body: list })
  })

  const one = (visit: OperatorVisit): Platform | undefined => platforms.get(visit.params['id'] ?? '')
  const nowhere = (visit: OperatorVisit) => {
    const { nothingHere } = siteWords[visit.language]
    return visit.show({ title: nothingHere, body: problem(nothingHere), status: 404 })
  }
  /** The policy without the operators' settings: the value of an empty field. */
  const documentedOf = (platform: Platform): Policy => effectivePolicy(platform, config)

  function showPlatform(visit: OperatorVisit, platform: Platform, wrong?: string, sent?: URLSearchParams) {
    const words = platformWords[visit.language]
    const { id, title, envelope } = platform.dialect
    const mayChange = visit.may('platforms.change')
    const shown = shownSettings(visit.language, platform, {
      documented: documentedOf(platform),
      set: live.overrideOf(id),
      fixed: live.fixedOf(id),
      ...(sent && { sent }),
    })
    const body = join([
      when(wrong, () => problem(words.refused, wrong)),
      html`<p class="note">${words.intro}</p>`,
      visit.form(
        `/platforms/${id}`,
        join([shown, when(mayChange, () => button(words.save, { kind: 'main' }))]),
      ),
      when(envelope !== undefined, () => keysCard(visit, platform)),
    ])
    return visit.show({ title, body, status: wrong !== undefined ? 400 : 200 })
  }

  page('/platforms/:id', acts['platform.show'], (visit) => {
    const platform = one(visit)
    return platform ? showPlatform(visit, platform) : nowhere(visit)
  })
  action('/platforms/:id', 'platforms.change', async (visit, form) => {
    const platform = one(visit)
    if (!platform) return nowhere(visit)
    const { id } = platform.dialect
    const terms = readForm(form, documentedOf(platform), live.overrideOf(id))
    const result = await visit.perform(acts['platform.change'], { ...terms, platform: id })
    if (isDenied(result)) return showPlatform(visit, platform, result.message, form)
    return visit.goTo(`/platforms/${id}`, 'platform')
  })

  askBefore({ page, action }, '/platforms/:id/rotate', acts['platform.rotate_key'], {
    input: ({ params }) => ({ platform: params['id'] ?? '' }),
    show(visit, { body, ...rest }) {
      const words = platformWords[visit.language]
      return one(visit)?.dialect.envelope === undefined
        ? nowhere(visit)
        : visit.show({ title: words.rotateTitle, body, ...rest })
    },
    done: (visit, { platform: { id } }) => visit.goTo(`/platforms/${id}`, 'platformKey'),
  })
}

function keysCard(visit: OperatorVisit, { dialect, keys }: Platform): Html {
  const words = platformWords[visit.language]
  const rows = keys.privateKeys.map(
    (key, index) => [index === 0 ? words.current : words.before, code(fingerprintOf(key))] as const,
  )
  return card(
    words.keys,
    join([
      html`<p class="note">${words.keysHelp}</p>`,
      facts(rows),
      html`<p>${words.publicKey}</p><output>${keys.publicKey ?? ''}</output>`,
      when(
        visit.may('platforms.change'),
        () => html`<p>!${link(`/operator/platforms/${dialect.id}/rotate`, words.rotate)}</p>`,
      ),
    ]),
  )
}

interface Figures {
  readonly documented: Policy
  readonly set: Parameters<typeof figureOf>[0]
  readonly fixed: readonly string[]
  /** The refused form, which is shown again. */
  readonly sent?: URLSearchParams
}

function shownSettings(language: Language, { dialect }: Platform, figures: Figures): Html {
  const words = platformWords[language]
  const { parts, choices: named }: Readonly<Record<'parts' | 'choices', Readonly<Record<string, string>>>> =
    words
  const { documented, set, fixed, sent } = figures

  const shownPart = ({ key }: Setting, part: Part, alone: boolean): Html => {
    const name = nameOf(key, part)
    const partTitle = alone ? words.settings[key].title : (parts[part.at ?? 'value'] ?? '')
    const value = sent?.get(name) ?? figureOf(set, key, part)
    const usual = figureOf(documented, key, part)
    const usualText = named[usual] ?? (usual === '' ? words.noLimit : usual.replaceAll('\n', ' '))
    const choices = part.kind === 'boolean' ? ['true', 'false'] : part.kind
    const isList = choices === 'lines' || choices === 'numbers'
    if (typeof choices !== 'string')
      return select(
        name,
        partTitle,
        [
          { value: '', label: words.documented(usualText) },
          ...choices.map((each) => ({ value: each, label: named[each] ?? each })),
        ],
        value,
      )
    return field({
      name,
      label: partTitle,
      value,
      hint: words.documented(usualText) + (isList ? ` ${words.lists}` : ''),
      ...(part.kind === 'number' && { inputmode: 'numeric' }),
      ...(isList && { lines: 4 }),
    })
  }

  const shownSetting = (setting: Setting): Html => {
    const { key, parts, limit } = setting
    const { title, effect } = words.settings[key]
    if (fixed.includes(key))
      return card(
        title,
        html`<p>!${join(parts.map((part) => code(figureOf(documented, key, part))))}</p><p class="note">${words.fixed}</p>`,
      )
    const none = `${key}.none`
    const lifted = sent ? sent.get(none) === 'yes' : (set as Readonly<Record<string, unknown>>)[key] === null
    return card(
      title,
      join([
        html`<p class="note">${effect}</p>`,
        ...parts.map((part) => shownPart(setting, part, parts.length === 1 && part.at === undefined)),
        when(limit, () =>
          checkboxes(none, title, [{ value: 'yes', label: words.noLimit }], lifted ? ['yes'] : []),
        ),
      ]),
    )
  }

  const scopes = [...new Set([...documented.scopes, ...(('scopes' in set && set.scopes) || [])])]
  const wordCard = card(
    words.settings.scopeWords.title,
    join([
      html`<p class="note">${words.settings.scopeWords.effect}</p>`,
      ...scopes.map(
        (scope) =>
          html`<h3>!${code(scope)}</h3>!${join(
            wordLanguages.map((each) =>
              field({
                name: wordName(scope, each),
                label: languageNames[each],
                value: sent?.get(wordName(scope, each)) ?? set.scopeWords?.[scope]?.[each] ?? '',
                hint: words.documented(documented.scopeWords[scope]?.[each] ?? '–'),
              }),
            ),
          )}`,
      ),
    ]),
  )
  return html`<div class="grid">!${join(settings.map(shownSetting))}</div>!${when(dialect.policy.scopes.length > 0, () => wordCard)}`
}
