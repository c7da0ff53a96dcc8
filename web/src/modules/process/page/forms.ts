import type { Component } from 'vue'
import type { Field, FormValues } from '../../../components/form/field'
import type { OfferedAct } from './model'

/** What a form is about: the act, the instance's day, and the noun's own facts. */
export interface ActAbout<F = unknown> {
  act: OfferedAct
  today: string
  facts: F
}

/**
 * The form of an act, under the key the drawing gives: its fields with what is known before, or a component of its own
 * (v-model:data, v-model:valid and what it is about) where fields cannot say it. As methods, so that a noun's own
 * facts stand in the list of all forms.
 */
export interface ActFormEntry<F = unknown> {
  fields?(about: ActAbout<F>): readonly Field[]
  known?(about: ActAbout<F>): FormValues
  component?: Component
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
  /** What its files are to prove: the signed 回证, photographs of a survey. */
  evidence: Record<string, string>
  /** Final ones that are no harm: their button is not red. */
  glad: string[]
}
export const plainWords: ActWords = { phrases: {}, reasonLabels: {}, evidence: {}, glad: [] }
