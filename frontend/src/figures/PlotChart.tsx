/** PlotChart: brings the chart library with it, so loaded late. */
import '@mantine/charts/styles.css'
import { CompositeChart, type CompositeChartSeries } from '@mantine/charts'
import { Paper } from '@mantine/core'
import { written, type Plot, type Series } from './plots'

export default function PlotChart({ plot: { series, points } }: { plot: Plot }) {
  const drawn = series.filter(one => one.kind !== 'table')
  const hasRight = drawn.some(one => one.isRight)
  const isStacked = drawn.every(one => one.kind !== 'bar' || one.unit === 'count')
  return (
    <CompositeChart
      h="100%"
      data={points.map(({ label, values }) => ({ label, ...values }))}
      dataKey="label"
      series={drawn.map(seriesOf)}
      curveType="linear"
      withLegend
      withRightYAxis={hasRight}
      connectNulls={false}
      maxBarWidth={28}
      tooltipProps={{
        isAnimationActive: false,
        content: ({ label, payload }) => <Tip label={label} payload={payload} series={drawn} />,
      }}
      valueFormatter={value => written(value, unitOf(drawn.filter(one => !one.isRight)))}
      yAxisProps={{ allowDecimals: unitOf(drawn) !== 'count' }}
      rightYAxisProps={{
        tickFormatter: (value: number) => written(value, unitOf(drawn.filter(one => one.isRight))),
      }}
      barProps={{ isAnimationActive: false, ...(isStacked && { stackId: 'all' }) }}
      lineProps={{ isAnimationActive: false }}
      composedChartProps={{ accessibilityLayer: false }}
      aria-hidden
    />
  )
}

interface TipProps {
  label: unknown
  payload: readonly { readonly dataKey?: unknown; readonly value?: unknown }[]
  series: readonly Series[]
}

/** Each number in its own unit, which the library's own would write alike. */
function Tip({ label, payload, series }: TipProps) {
  const values = new Map(payload.map(({ dataKey, value }) => [dataKey, value]))
  return (
    <Paper withBorder shadow="md" px="sm" py={6} fz="sm">
      <b>{String(label)}</b>
      {series
        .filter(({ name }) => values.has(name))
        .map(({ name, label, unit }) => (
          <div key={name}>
            {label}: {written(values.get(name) as number | null, unit)}
          </div>
        ))}
    </Paper>
  )
}

function unitOf(series: readonly Series[]) {
  return series[0]?.unit ?? 'count'
}

function seriesOf({ name, label, kind, color, isRight }: Series): CompositeChartSeries {
  return {
    name,
    label,
    color: `var(--figure-${color})`,
    type: kind === 'line' ? 'line' : 'bar',
    ...(isRight && { yAxisId: 'right' }),
  }
}
