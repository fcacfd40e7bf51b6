import { createTheme, type CSSVariablesResolver } from '@mantine/core'

export const theme = createTheme({
  primaryColor: 'cyan',
  // The lighter shades miss a contrast of 4.5 against white texts.
  primaryShade: 9,
  autoContrast: true,
  // Luminance of a colour on which black and white text have the same contrast, 4.58. Up to Mantine's own 0.3
  // white text would be chosen where its contrast is too low.
  luminanceThreshold: 0.179,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: '650' },
})

/** Darker under the pointer: the lighter shade that Mantine takes misses the contrast that the button has. */
const hovered = {
  '--mantine-color-cyan-filled-hover': 'color-mix(in srgb, var(--mantine-color-cyan-9) 85%, black)',
}

/** Colours of texts: as Mantine has them they miss a contrast of 4.5, in light and in dark. */
export const variables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    ...hovered,
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    // On badges and alerts, which are tinted with the same colour.
    ...Object.fromEntries(
      Object.keys(colors).map(name => [
        `--mantine-color-${name}-light-color`,
        `color-mix(in srgb, var(--mantine-color-${name}-9) 70%, black)`,
      ]),
    ),
  },
  dark: {
    ...hovered,
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
  },
})
