import type { Component } from 'vue'

/** The fields of an act, under the key the drawing gives: v-model:data and v-model:valid, and what they are about. */
export interface ActFormEntry {
  component: Component
  /** Needs the width of a list. */
  wide?: true
}
export type ActForms = Record<string, ActFormEntry>

/** How acts are worded in their dialog, by outcome or message. */
export interface ActWords {
  /** Common phrases of a reason; whoever acts adds and edits them. */
  phrases: Record<string, string[]>
  /** What the reason is called. */
  reasonLabels: Record<string, string>
  /** Final ones that are no harm: their button is not red. */
  glad: string[]
}
export const plainWords: ActWords = { phrases: {}, reasonLabels: {}, glad: [] }
