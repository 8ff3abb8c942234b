package org.trinofdw.testing.maxcompute.http;

import org.trinofdw.testing.maxcompute.store.ServiceException;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The SQL instances that were submitted, by id. Thread-safe.
 */
final class SqlInstances
{
    private final Map<String, SqlInstance> instances = new ConcurrentHashMap<>();

    void add(SqlInstance instance)
    {
        instances.put(instance.id(), instance);
    }

    SqlInstance get(String project, String id)
    {
        return Optional.ofNullable(instances.get(id))
                .filter(instance -> instance.project().name().equalsIgnoreCase(project))
                .orElseThrow(() -> new ServiceException(404, "NoSuchObject", "ODPS-0410065: Instance not found: " + id));
    }
}
