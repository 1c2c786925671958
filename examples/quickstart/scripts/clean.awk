# Reads records in tenths, writes year,tmin,tmax,rain in °C and mm. Days with a missing or impossible value are left out.
BEGIN { FS = ","; OFS = "," }
/^#/ || NF != 4 { next }
$2 == -9999 || $3 == -9999 || $4 == -9999 { next }
$2 > $3 || $4 < 0 { next }
{ print substr($1, 1, 4), $2 / 10, $3 / 10, $4 / 10 }
