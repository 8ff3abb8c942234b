CREATE FOREIGN TABLE odps_src (
    key    text,
    value  bigint,
    pt     text,
    region text
) SERVER odps_serv
  OPTIONS (
    project 'odps_fdw',
    table   'src'
  )
  PARTITION BY LIST (pt)
  SUBPARTITION BY LIST (region)
      SUBPARTITION TEMPLATE (
          SUBPARTITION hangzhou VALUES ('hangzhou'),
          SUBPARTITION shanghai VALUES ('shanghai')
      )
  ( PARTITION "20170601" VALUES ('20170601'),
    PARTITION "20170602" VALUES ('20170602') );
