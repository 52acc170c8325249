using Switchboard.Providers.Catalogue;

namespace Switchboard.Providers.Bedrock;

/// <summary>An AWS access key.</summary>
/// <param name="AccessKeyId">Its public half.</param>
/// <param name="SecretAccessKey">Its secret half, which is never sent.</param>
/// <param name="SessionToken">The token of temporary credentials, or null.</param>
internal sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    /// <summary>The credentials among a vendor's options, or null.</summary>
    public static AwsCredentials? Of(IReadOnlyDictionary<string, string> options) =>
        options.TryGetValue(ProviderOptions.AccessKeyId, out string? id) && options.TryGetValue(ProviderOptions.SecretAccessKey, out string? secret)
            ? new AwsCredentials(id, secret, options.GetValueOrDefault(ProviderOptions.SessionToken))
            : null;

    public override string ToString() => $"access key {AccessKeyId}";
}
