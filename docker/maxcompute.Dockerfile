# The local MaxCompute service. Build from the root of the checkout, after ./fdw build:
#   docker build -f docker/maxcompute.Dockerfile -t trino-fdw-maxcompute .
FROM docker.io/library/eclipse-temurin:25-jre
COPY product-tests/target/classes /opt/fdw/classes
COPY product-tests/target/lib /opt/fdw/lib
RUN mkdir -p /tmp/fdw && chown 1000 /tmp/fdw
USER 1000
CMD ["java", "-Xmx1g", "-Djava.io.tmpdir=/tmp/fdw", "-Dfdw.run-directory=/tmp/fdw", "-cp", "/opt/fdw/classes:/opt/fdw/lib/*", \
     "org.trinofdw.product.Main", "maxcompute", "--port", "8090", "--project", "demo", "--id", "demo-id", "--key", "demo-key"]
