CREATE FOREIGN TABLE odps_src_20170601_hangzhou (
    key   text,
    value bigint
) SERVER odps_serv
  OPTIONS (
    project   'odps_fdw',
    table     'src',
    partition 'pt=20170601,region=hangzhou'
  );
