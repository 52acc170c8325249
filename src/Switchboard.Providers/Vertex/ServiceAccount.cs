using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Providers.Vertex;

/// <summary>A Google service account's key file (cloud.google.com/iam/docs/keys-create-delete).</summary>
internal sealed record ServiceAccount
{
    private const string Variables = "VERTEXAI_CREDENTIALS (or GOOGLE_APPLICATION_CREDENTIALS)";

    public required string Email { get; init; }

    /// <summary>The private key in PEM.</summary>
    public required string PrivateKey { get; init; }

    public string? KeyId { get; init; }

    /// <summary>Where tokens are given out.</summary>
    public required Uri TokenEndpoint { get; init; }

    public string? Project { get; init; }

    /// <summary>Reads what the option holds, which is the JSON itself or a file's path. Read for each call, as the file may be renewed.</summary>
    public static Outcome<ServiceAccount> Read(IReadOnlyDictionary<string, string> options)
    {
        string? text = Text(options.GetValueOrDefault(ProviderOptions.Credentials));
        if (text is null)
        {
            return new(Wrong($"vertex_ai has no credentials. Set VERTEXAI_API_KEY, or {Variables}, or credentials: in the file, to a service account's key file."));
        }

        if (!text.StartsWith('{'))
        {
            try
            {
                text = File.ReadAllText(text);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                return new(Wrong($"The file that {Variables} names cannot be read. Check its path and rights."));
            }
        }

        return Parse(text);
    }

    /// <summary>Without the key.</summary>
    public override string ToString() => Email;

    private static Outcome<ServiceAccount> Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            string? type = Field(root, "type");
            if (type is not (null or "service_account"))
            {
                return new(Wrong($"{Variables} holds credentials of type '{type}'. Give a service account's key file, whose type is service_account."));
            }

            return Field(root, "client_email") is { } email && Field(root, "private_key") is { } key
                && Uri.TryCreate(Field(root, "token_uri") ?? "https://oauth2.googleapis.com/token", UriKind.Absolute, out Uri? endpoint)
                && (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback))
                    ? new(new ServiceAccount { Email = email, PrivateKey = key, KeyId = Field(root, "private_key_id"), TokenEndpoint = endpoint, Project = Field(root, "project_id") })
                    : new(Wrong($"{Variables} holds no whole key file: client_email, private_key and an https token_uri are needed. Download the service account's key again."));
        }
        catch (JsonException)
        {
            return new(Wrong($"{Variables} holds no JSON. Give a service account's key file, or its text."));
        }
    }

    private static string? Field(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static ExchangeError Wrong(string message) => new(ErrorKind.ProviderUnavailable, message) { Code = "provider_credentials" };
}
