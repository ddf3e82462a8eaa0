import type { AuditEntry, AuditStore } from '@hufu/engine'

export function auditVerbs(): AuditStore {
  const entries: AuditEntry[] = []
  return {
    async audit(added) {
      for (const entry of added) entries.push({ ...entry, id: entries.length + 1 })
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
