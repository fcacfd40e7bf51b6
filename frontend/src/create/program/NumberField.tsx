/** NumberField: a number that may be missing, and may be half typed. */
import { NumberInput } from '@mantine/core'
import { useState } from 'react'

interface NumberFieldProps {
  label: string
  /** Where it begins; who wants another beginning gives the field another key. */
  value: number | null
  onChange: (value: number | null) => void
  error?: string | undefined
  suffix?: string
  decimals?: number
  required?: boolean
  description?: string
}

export function NumberField({ value, onChange, suffix, decimals = 0, error, ...rest }: NumberFieldProps) {
  // "62." is on its way to "62.5": what is shown is what was typed.
  const [shown, setShown] = useState<number | string>(value ?? '')
  return (
    <NumberInput
      {...rest}
      value={shown}
      onChange={next => {
        setShown(next)
        onChange(numberOf(next))
      }}
      error={error}
      allowDecimal={decimals > 0}
      decimalScale={decimals}
      allowedDecimalSeparators={['.', ',']}
      allowNegative={false}
      hideControls
      inputMode={decimals > 0 ? 'decimal' : 'numeric'}
      autoComplete="off"
      suffix={suffix === undefined ? '' : ` ${suffix}`}
    />
  )
}

function numberOf(shown: number | string): number | null {
  if (typeof shown === 'number') return shown
  const number = Number.parseFloat(shown)
  return Number.isNaN(number) ? null : number
}
