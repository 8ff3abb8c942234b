CREATE FOREIGN TABLE coordinator_test (
    id   integer,
    data text
) SERVER ${server}
  OPTIONS (
    table_name 'large_table',
    mpp_execute 'coordinator'
  );
