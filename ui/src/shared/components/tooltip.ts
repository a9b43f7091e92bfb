// How a control knows that somebody else already shows its words when the pointer rests on it.

/** The key of the context in which a tooltip stands around a control. */
export const withinTooltip = Symbol('within a tooltip');
