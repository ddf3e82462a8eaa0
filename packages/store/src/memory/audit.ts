import type { AuditEntry, AuditStore } from '@hufu/engine'

export function auditVerbs(): AuditStore {
  const entries: AuditEntry[] = []
  let last = 0
  return {
    async audit(added) {
      for (const entry of added) entries.push({ ...entry, id: ++last })
    },
    async forgetAudited(before, limit) {
      const gone = entries
        .filter(({ at }) => at < before)
        .toSorted((a, b) => a.at - b.at)
        .slice(0, limit)
      const leaving = new Set(gone)
      entries.splice(0, entries.length, ...entries.filter((entry) => !leaving.has(entry)))
      return gone.length
    },
    async audited({ actor, action, subject, text, from, to, before, limit }) {
      const fits = (entry: AuditEntry): boolean =>
        (actor ?? entry.actor.id) === entry.actor.id &&
        (action ?? entry.action) === entry.action &&
        (subject ?? entry.subject) === entry.subject &&
        entry.at >= (from ?? entry.at) &&
        entry.at < (to ?? Infinity) &&
        entry.id < (before ?? Infinity) &&
        (text === undefined || JSON.stringify(entry).toLowerCase().includes(text.toLowerCase()))
      const found: AuditEntry[] = []
      for (let at = entries.length - 1; at >= 0 && found.length < limit; at--) {
        const entry = entries[at]
        if (entry && fits(entry)) found.push(entry)
      }
      return found
    },
  }
}
