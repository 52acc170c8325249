using System.Collections.Immutable;

namespace Switchboard.Providers.Catalogue;

/// <summary>The options that some vendors have.</summary>
public static class ProviderOptions
{
    /// <summary>The version of Azure's API: a date, or <c>v1</c> or <c>preview</c> for the API without versions.</summary>
    public const string ApiVersion = "api_version";

    /// <summary>An account's id.</summary>
    public const string AccountId = "account_id";

    /// <summary>A region of AWS.</summary>
    public const string Region = "region";

    /// <summary>The public half of an AWS access key.</summary>
    public const string AccessKeyId = "access_key_id";

    /// <summary>The secret half of an AWS access key.</summary>
    public const string SecretAccessKey = "secret_access_key";

    /// <summary>The token that goes with temporary AWS credentials.</summary>
    public const string SessionToken = "session_token";

    /// <summary>A Google service account's key file, or its JSON.</summary>
    public const string Credentials = "credentials";

    /// <summary>A Google Cloud project's id.</summary>
    public const string Project = "project";

    /// <summary>A location of Google Cloud, such as <c>europe-west4</c> or <c>global</c>.</summary>
    public const string Location = "location";

    /// <summary>The names of all of them, as settings of a provider.</summary>
    public static ImmutableArray<string> Names { get; } =
        [ApiVersion, AccountId, Region, AccessKeyId, SecretAccessKey, SessionToken, Credentials, Project, Location];

    /// <summary>Azure's.</summary>
    public static ImmutableArray<ProviderOption> Azure { get; } = [new(ApiVersion, "AZURE_API_VERSION")];

    /// <summary>Amazon Bedrock's: a region, and credentials for those who have no API key.</summary>
    public static ImmutableArray<ProviderOption> Aws { get; } =
    [
        new(Region, "AWS_REGION", "AWS_DEFAULT_REGION"),
        new(AccessKeyId, "AWS_ACCESS_KEY_ID") { StandsForKey = true },
        new(SecretAccessKey, "AWS_SECRET_ACCESS_KEY") { StandsForKey = true, IsSecret = true },
        new(SessionToken, "AWS_SESSION_TOKEN") { StandsForKey = true, IsSecret = true, MayLack = true },
    ];

    /// <summary>Vertex AI's: a service account for those who have no API key, and where its models are.</summary>
    public static ImmutableArray<ProviderOption> Vertex { get; } =
    [
        new(Credentials, "VERTEXAI_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS") { StandsForKey = true, IsSecret = true },
        new(Project, "VERTEXAI_PROJECT", "GOOGLE_CLOUD_PROJECT"),
        new(Location, "VERTEXAI_LOCATION", "GOOGLE_CLOUD_LOCATION"),
    ];

    /// <summary>No options.</summary>
    public static ImmutableDictionary<string, string> None { get; } = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);
}
