package org.trinofdw.maxcompute.client;

import com.aliyun.odps.account.Account;
import com.aliyun.odps.account.AklessAccount;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.account.BearerTokenAccount;
import com.aliyun.odps.account.StsAccount;

import java.net.URI;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * The account that requests are signed for. No value of it is ever shown.
 */
public sealed interface ClientCredentials
{
    Account toAccount(Optional<String> region);

    /**
     * An AccessKey, with the token of a temporary one.
     */
    record AccessKey(String id, String key, Optional<String> stsToken)
            implements ClientCredentials
    {
        public AccessKey
        {
            requireNonNull(id, "id is null");
            requireNonNull(key, "key is null");
            requireNonNull(stsToken, "stsToken is null");
        }

        @Override
        public Account toAccount(Optional<String> region)
        {
            if (stsToken.isPresent()) {
                return region
                        .map(name -> new StsAccount(id, key, stsToken.get(), name))
                        .orElseGet(() -> new StsAccount(id, key, stsToken.get()));
            }
            return region
                    .map(name -> new AliyunAccount(id, key, name))
                    .orElseGet(() -> new AliyunAccount(id, key));
        }

        @Override
        public String toString()
        {
            return "AccessKey";
        }
    }

    /**
     * Where temporary AccessKeys come from, one after another.
     */
    record CredentialsUri(URI uri)
            implements ClientCredentials
    {
        public CredentialsUri
        {
            requireNonNull(uri, "uri is null");
        }

        @Override
        public Account toAccount(Optional<String> region)
        {
            return new AklessAccount(new CredentialsEndpoint(uri), region.orElse(null));
        }

        @Override
        public String toString()
        {
            return "CredentialsUri";
        }
    }

    /**
     * A bearer token.
     */
    record BearerToken(String token)
            implements ClientCredentials
    {
        public BearerToken
        {
            requireNonNull(token, "token is null");
        }

        @Override
        public Account toAccount(Optional<String> region)
        {
            return new BearerTokenAccount(token);
        }

        @Override
        public String toString()
        {
            return "BearerToken";
        }
    }
}
