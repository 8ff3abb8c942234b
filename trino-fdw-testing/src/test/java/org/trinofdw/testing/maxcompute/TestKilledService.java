package org.trinofdw.testing.maxcompute;

import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.tunnel.TableTunnel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder.DEFAULT_ACCESS_ID;
import static org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder.DEFAULT_ACCESS_KEY;
import static org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder.DEFAULT_PROJECT;
import static org.trinofdw.testing.maxcompute.OdpsClient.RAW;

/**
 * A service that is killed while it writes comes back with every commit that it confirmed, and no half of any other.
 */
final class TestKilledService
{
    private static final int ROUNDS = 3;
    private static final int ROWS = 500;
    private static final PartitionSpec PARTITION = new PartitionSpec("pt=1");

    @TempDir
    private Path directory;

    @Test
    void testKilled()
            throws Exception
    {
        Random random = new Random(42);
        List<Long> confirmed = new ArrayList<>();
        long nextBatch = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Process process = start();
            try (BufferedReader output = process.inputReader(); ExecutorService executor = Executors.newSingleThreadExecutor()) {
                Odps odps = odps(endpoint(output));
                if (round == 0) {
                    OdpsClient.sql(odps, "CREATE TABLE batches (batch BIGINT, text STRING) PARTITIONED BY (pt STRING)");
                    OdpsClient.sql(odps, "ALTER TABLE batches ADD PARTITION (pt='1')");
                }
                nextBatch = verify(odps, confirmed);
                long first = nextBatch;
                Future<?> writer = executor.submit(() -> writeUntilItFails(odps, first, confirmed));
                // somewhere in the writing, wherever that is on this machine
                int wanted = confirmed.size() + 1 + random.nextInt(5);
                while (size(confirmed) < wanted && !writer.isDone()) {
                    Thread.onSpinWait();
                }
                process.destroyForcibly().waitFor();
                writer.get();
            }
            finally {
                process.destroyForcibly();
            }
        }
        Process process = start();
        try (BufferedReader output = process.inputReader()) {
            verify(odps(endpoint(output)), confirmed);
        }
        finally {
            process.destroyForcibly();
        }
        assertThat(confirmed).hasSizeGreaterThanOrEqualTo(ROUNDS);
    }

    private static int size(List<Long> confirmed)
    {
        synchronized (confirmed) {
            return confirmed.size();
        }
    }

    private Process start()
            throws IOException
    {
        return new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-cp", System.getProperty("java.class.path"),
                LocalMaxComputeServer.class.getName(),
                "--data", directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String endpoint(BufferedReader output)
            throws IOException
    {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("odps_endpoint")) {
                return line.substring("odps_endpoint".length()).trim();
            }
        }
        throw new IllegalStateException("the service did not start");
    }

    private static Odps odps(String endpoint)
    {
        Odps odps = new Odps(new AliyunAccount(DEFAULT_ACCESS_ID, DEFAULT_ACCESS_KEY));
        odps.setEndpoint(endpoint);
        odps.setDefaultProject(DEFAULT_PROJECT);
        odps.getRestClient().setRetryTimes(0);
        return odps;
    }

    /**
     * @return a batch number that is not used
     */
    private static long verify(Odps odps, List<Long> confirmed)
            throws OdpsException, IOException
    {
        List<Long> batches = OdpsClient.readAll(odps, "batches", PARTITION.toString()).stream()
                .map(record -> record.getBigint("batch"))
                .toList();
        for (long batch : confirmed) {
            assertThat(batches.stream().filter(each -> each == batch)).describedAs("confirmed batch %s", batch).hasSize(ROWS);
        }
        List<Long> found = batches.stream().distinct().toList();
        for (long batch : found) {
            assertThat(batches.stream().filter(each -> each == batch)).describedAs("batch %s", batch).hasSize(ROWS);
        }
        return found.stream().mapToLong(batch -> batch + 1).max().orElse(0);
    }

    /**
     * The end of the service ends it.
     */
    private static void writeUntilItFails(Odps odps, long first, List<Long> confirmed)
    {
        for (long batch = first; ; batch++) {
            try {
                long number = batch;
                OdpsClient.upload(new TableTunnel(odps).createUploadSession(DEFAULT_PROJECT, "batches", PARTITION), RAW, ROWS, (record, _) -> fill(record, number));
            }
            catch (OdpsException | IOException | RuntimeException _) {
                return;
            }
            synchronized (confirmed) {
                confirmed.add(batch);
            }
        }
    }

    private static void fill(Record record, long batch)
    {
        record.setBigint("batch", batch);
        record.setString("text", "x".repeat(1000));
    }
}
