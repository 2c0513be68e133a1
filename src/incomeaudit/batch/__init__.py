"""Many files as one county, city or province: found, spread over processes, resumed, compared, rolled up."""
