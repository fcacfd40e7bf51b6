/** VolumeChart: brings the chart library with it, so loaded late. */
import '@mantine/charts/styles.css'
import { CompositeChart, type CompositeChartSeries } from '@mantine/charts'
import { texts } from '../texts'
import { number } from './amounts'
import type { WeekVolume } from './volume'

const t = texts.reader.program.volume
const HEIGHT = 260

interface Props {
  volumes: readonly WeekVolume[]
  hasLoads: boolean
}

export default function VolumeChart({ volumes, hasLoads }: Props) {
  // Deload weeks are bars of their own, so that the legend can say what they are.
  const data = volumes.map(one => ({
    week: `${one.week}`,
    sets: one.isDeload ? null : one.sets,
    deload: one.isDeload ? one.sets : null,
    load: one.loadKg,
  }))
  const hasDeloads = volumes.some(one => one.isDeload)
  const series: CompositeChartSeries[] = [
    { name: 'sets', label: t.sets, color: 'var(--chart-sets)', type: 'bar' },
    ...(hasDeloads
      ? [
          {
            name: 'deload',
            label: `${t.sets} (${t.deload})`,
            color: 'var(--chart-deload)',
            type: 'bar',
          } as const,
        ]
      : []),
    ...(hasLoads
      ? [
          {
            name: 'load',
            label: `${t.load} (kg)`,
            color: 'var(--chart-load)',
            type: 'line',
            yAxisId: 'right',
          } as const,
        ]
      : []),
  ]
  return (
    <CompositeChart
      role="img"
      aria-label={t.chart}
      h={HEIGHT}
      data={data}
      dataKey="week"
      series={series}
      curveType="linear"
      withLegend
      withRightYAxis={hasLoads}
      xAxisLabel={t.week}
      valueFormatter={number}
      maxBarWidth={28}
      barProps={{ stackId: 'sets', isAnimationActive: false }}
      lineProps={{ isAnimationActive: false }}
      composedChartProps={{ accessibilityLayer: false }}
    />
  )
}
