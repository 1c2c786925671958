# Reads year,tmin,tmax,rain of clean days, writes one line of statistics for each year.
BEGIN { FS = ","; OFS = "," }
{
  days[$1]++
  low[$1] += $2
  high[$1] += $3
  rain[$1] += $4
  if ($2 < 0) frost[$1]++
  if ($3 >= 25) summer[$1]++
}
END {
  for (year in days) {
    n = days[year]
    print station, year, n, sprintf("%.2f", low[year] / n), sprintf("%.2f", (low[year] + high[year]) / 2 / n), \
      sprintf("%.2f", high[year] / n), sprintf("%.1f", rain[year]), frost[year] + 0, summer[year] + 0
  }
}
