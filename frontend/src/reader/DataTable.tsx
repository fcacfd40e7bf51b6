/** DataTable: numbers in rows; scrolls within itself where the page is narrow. */
import { Table } from '@mantine/core'
import classes from './reader.module.css'

interface Props {
  label: string
  columns: readonly string[]
  /** The first cell of each is its heading. */
  rows: readonly (readonly string[])[]
}

export function DataTable({ label, columns, rows }: Props) {
  return (
    <div className={classes.scrolling} role="group" aria-label={label} tabIndex={0}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(column => (
              <Table.Th key={column} scope="col">
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([heading, ...cells], index) => (
            <Table.Tr key={index}>
              <Table.Th scope="row" fw={500}>
                {heading}
              </Table.Th>
              {cells.map((cell, place) => (
                <Table.Td key={place}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
