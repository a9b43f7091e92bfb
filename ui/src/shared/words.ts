// The words for what the contract names: types, statuses, facets, labels. A name that is not known here is shown
// as it stands, since cards may carry words of their own.

import type { FacetName, FindingLevel } from '../generated/api';
import { m } from '../paraglide/messages';

/** The word for a card type. */
export function typeWord(type: string): string {
  return types[type]?.() ?? type;
}

/** The word for a status. */
export function statusWord(status: string): string {
  return statuses[status]?.() ?? status;
}

/** The word for what a source carries: fact, inference or assumption. */
export function claimWord(claim: string): string {
  return claims[claim]?.() ?? claim;
}

/** The heading of a facet. */
export function facetWord(facet: FacetName): string {
  return facets[facet]();
}

/** The word for a label of a card, by its key in the front matter. */
export function labelWord(name: string): string {
  return labels[name]?.() ?? name;
}

/** Whether the values of a label of a card are dates. */
export function isDateLabel(name: string): boolean {
  return dateLabels.has(name);
}

/** The word for the level of a finding. */
export function levelWord(level: FindingLevel): string {
  return levels[level]();
}

/** The words for a pack: the rep's own cards have no pack of their own. */
export function packWord(pack: string): string {
  return pack === 'mine' ? m.pack_mine() : m.pack_named({ pack });
}

type Words = Readonly<Record<string, () => string>>;

const types: Words = {
  force: m.type_force,
  challenge: m.type_challenge,
  factor: m.type_factor,
  question: m.type_question,
  approach: m.type_approach,
  conversation: m.type_conversation,
  role: m.type_role,
  proof: m.type_proof,
  recommendation: m.type_recommendation,
  concern: m.type_concern,
  context: m.type_context,
  only: m.type_only,
  term: m.type_term,
  note: m.type_note,
};

const statuses: Words = {
  draft: m.status_draft,
  ready: m.status_ready,
  contested: m.status_contested,
  withdrawn: m.status_withdrawn,
};

const claims: Words = {
  fact: m.claim_fact,
  inference: m.claim_inference,
  assumption: m.claim_assumption,
};

const labels: Words = {
  industry: m.facet_industry,
  role: m.facet_role,
  stage: m.facet_stage,
  region: m.label_region,
  tags: m.label_tags,
  sale: m.label_sale,
  aliases: m.label_aliases,
  owner: m.label_owner,
  credits: m.label_credits,
  verified_on: m.label_verified_on,
  verified_by: m.label_verified_by,
  review_by: m.label_review_by,
};

const dateLabels: ReadonlySet<string> = new Set(['verified_on', 'review_by']);

const facets: Readonly<Record<FacetName, () => string>> = {
  type: m.facet_type,
  industry: m.facet_industry,
  role: m.facet_role,
  stage: m.facet_stage,
  status: m.facet_status,
  pack: m.facet_pack,
};

const levels: Readonly<Record<FindingLevel, () => string>> = {
  error: m.level_error,
  warning: m.level_warning,
  note: m.level_note,
};
