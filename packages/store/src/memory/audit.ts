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
      for (const entry of gone) entries.splice(entries.indexOf(entry), 1)
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
        JSON.stringify(entry)
          .toLowerCase()
          .includes((text ?? '').toLowerCase())
      return entries.toReversed().filter(fits).slice(0, limit)
    },
  }
}
