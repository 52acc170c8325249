using System.Security.Cryptography;
using System.Text;

namespace Switchboard.Providers.Bedrock;

/// <summary>
/// AWS Signature Version 4 (IAM user guide, "Create a signed AWS API request") for requests without a query. The signature covers method,
/// path, host, content type, time, session token and the whole body.
/// </summary>
internal static class RequestSigning
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The headers that make a POST a signed one.</summary>
    /// <param name="credentials">Who signs.</param>
    /// <param name="scope">For what and when.</param>
    /// <param name="endpoint">The address, without a query, exactly as it goes out.</param>
    /// <param name="contentType">The content type as it goes out.</param>
    /// <param name="body">The body.</param>
    public static List<KeyValuePair<string, string>> Headers(
        AwsCredentials credentials, SigningScope scope, Uri endpoint, string contentType, ReadOnlySpan<byte> body)
    {
        List<KeyValuePair<string, string>> added = [new("x-amz-date", scope.Moment)];
        if (credentials.SessionToken is { } token)
        {
            added.Add(new("x-amz-security-token", token));
        }
        List<KeyValuePair<string, string>> signed = [new("content-type", contentType), new("host", endpoint.Authority), .. added];
        added.Add(new("Authorization", Authorization(credentials, scope, "POST", endpoint.AbsolutePath, signed, body)));
        return added;
    }

    /// <summary>The value of the authorisation header.</summary>
    /// <param name="credentials">Who signs.</param>
    /// <param name="scope">For what and when.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">The path as it goes out, escaped once.</param>
    /// <param name="headers">What to sign: names in small letters, sorted, with trimmed values.</param>
    /// <param name="body">The body.</param>
    internal static string Authorization(
        AwsCredentials credentials,
        SigningScope scope,
        string method,
        string path,
        IReadOnlyList<KeyValuePair<string, string>> headers,
        ReadOnlySpan<byte> body)
    {
        string names = string.Join(';', headers.Select(header => header.Key));
        string request = Canonical(method, path, headers, names, body);
        string text = $"{Algorithm}\n{scope.Moment}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(request))}";
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(Key(credentials, scope), Encoding.UTF8.GetBytes(text)));
        return $"{Algorithm} Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={signature}";
    }

    /// <summary>The request in the form that both sides hash. The path's segments are escaped a second time, as for every service but S3.</summary>
    internal static string Canonical(
        string method, string path, IReadOnlyList<KeyValuePair<string, string>> headers, string names, ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder(512);
        text.Append(method).Append('\n').AppendJoin('/', path.Split('/').Select(Uri.EscapeDataString)).Append("\n\n");
        foreach ((string name, string value) in headers)
        {
            text.Append(name).Append(':').Append(value).Append('\n');
        }
        return text.Append('\n').Append(names).Append('\n').Append(Hash(body)).ToString();
    }

    private static byte[] Key(AwsCredentials credentials, SigningScope scope)
    {
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey);
        foreach (string part in (ReadOnlySpan<string>)[scope.Day, scope.Region, scope.Service, "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }
        return key;
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
