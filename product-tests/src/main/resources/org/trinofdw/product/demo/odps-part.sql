CREATE FOREIGN TABLE odps_part (
    p_partkey     bigint,
    p_name        varchar(55),
    p_mfgr        char(25),
    p_brand       char(10),
    p_type        varchar(25),
    p_size        bigint,
    p_container   char(10),
    p_retailprice double precision,
    p_comment     varchar(23)
)
  SERVER odps_serv
  OPTIONS (
    project 'odps_fdw',
    table   'part'
  );
