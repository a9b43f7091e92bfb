// Colours, spaces, sizes of type, layers and durations are named in `src/styles/tokens.css` and nowhere else.

const measured = '/^(?!unicode-range$).*/';

/** @type {import('stylelint').Config} */
export default {
  plugins: ['stylelint-declaration-strict-value'],
  ignoreFiles: ['src/styles/tokens.css', 'src/paraglide/**'],
  overrides: [{ files: ['**/*.svelte'], customSyntax: 'postcss-html' }],
  rules: {
    'color-no-hex': true,
    'color-named': 'never',
    'function-disallowed-list': [
      ['/^(rgb|hsl)a?$/', 'hwb', 'lab', 'lch', 'oklab', 'oklch', 'color', 'light-dark'],
      { message: 'Name the colour in src/styles/tokens.css.' },
    ],
    'declaration-property-unit-disallowed-list': [
      { [measured]: ['px', 'rem', 'em', 'pt', 'cm', 'mm', 'in', 'ms', 's'] },
      { message: 'Name the measure in src/styles/tokens.css.' },
    ],
    'scale-unlimited/declaration-strict-value': [
      [
        '/color$/',
        'fill',
        'stroke',
        'z-index',
        'font-size',
        'font-family',
        'font-weight',
        'line-height',
        'box-shadow',
      ],
      {
        ignoreValues: [
          'inherit',
          'currentColor',
          'transparent',
          'none',
          'Mark',
          'MarkText',
          'CanvasText',
          'Highlight',
        ],
        disableFix: true,
      },
    ],
    'declaration-no-important': true,
    'property-disallowed-list': [
      [
        '/^(margin|padding)-(left|right|top|bottom)$/',
        'left',
        'right',
        'float',
        '/^border-(left|right|top|bottom)(-|$)/',
      ],
      { message: 'Use the logical property, so that the page also reads from right to left.' },
    ],
    'no-duplicate-selectors': true,
    'block-no-empty': true,
    'property-no-unknown': true,
    'selector-pseudo-class-no-unknown': [true, { ignorePseudoClasses: ['global'] }],
  },
};
