package org.trinofdw.ddl;

import io.airlift.json.JsonCodec;
import io.trino.spi.TrinoException;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.option.OptionTable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.airlift.json.JsonCodec.mapJsonCodec;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.INVALID_OPTION;
import static org.trinofdw.option.CommonOptions.USER_MAPPING_FILE;
import static org.trinofdw.option.OptionLevel.USER_MAPPING;

/**
 * The JSON file of user mappings on the catalog's own server:
 * {@code {"alice": {"user": "a", "password": "…"}, "public": {…}}}, an object of options for each Trino user.
 */
final class UserMappingFile
{
    private static final JsonCodec<Map<String, Map<String, String>>> CODEC = mapJsonCodec(String.class, mapJsonCodec(String.class, String.class));

    private final Path path;
    private final String server;
    private final OptionTable options;

    UserMappingFile(Path path, String server, OptionTable options)
    {
        this.path = requireNonNull(path, "path is null");
        this.server = requireNonNull(server, "server is null");
        this.options = requireNonNull(options, "options is null");
    }

    Path path()
    {
        return path;
    }

    /**
     * @throws TrinoException INVALID_OPTION with every problem of the file, without any value of it
     */
    List<UserMapping> read()
    {
        Map<String, Map<String, String>> users;
        try {
            users = CODEC.fromJson(Files.readAllBytes(path));
        }
        catch (IOException e) {
            throw new TrinoException(INVALID_OPTION, "cannot read the file %s named by \"%s\": %s".formatted(path, USER_MAPPING_FILE.propertyName(), e), e);
        }
        catch (IllegalArgumentException e) {
            // without the cause, whose message may show the content
            throw new TrinoException(INVALID_OPTION, "the file %s named by \"%s\" must be a JSON object that has for each user an object of options, such as {\"alice\": {\"user\": \"a\"}}".formatted(path, USER_MAPPING_FILE.propertyName()));
        }
        List<String> problems = new ArrayList<>();
        users.forEach((user, raw) -> options.problems(USER_MAPPING, raw).forEach(problem -> problems.add("user \"%s\" in %s: %s".formatted(user, path, problem))));
        if (!problems.isEmpty()) {
            throw new TrinoException(INVALID_OPTION, OptionTable.message(problems));
        }
        return users.entrySet().stream()
                .map(entry -> new UserMapping(entry.getKey(), server, options.validate(USER_MAPPING, entry.getValue()).asMap()))
                .collect(toImmutableList());
    }
}
