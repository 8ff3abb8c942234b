CREATE FOREIGN TABLE any_test (
    id   integer,
    data text
) SERVER ${server}
  OPTIONS (
    table_name 'large_table',
    mpp_execute 'any'
  );
