CREATE EXTENSION odps_fdw;
GRANT USAGE ON FOREIGN DATA WRAPPER odps_fdw TO PUBLIC;

CREATE SERVER odps_serv
  FOREIGN DATA WRAPPER odps_fdw
  OPTIONS (
    tunnel_endpoint '${tunnel-endpoint}'
  );

CREATE USER MAPPING FOR CURRENT_USER
  SERVER odps_serv
  OPTIONS (
    id  '${access-id}',
    key '${access-key}'
  );
