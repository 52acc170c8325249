using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Bedrock;

/// <summary>The region that a request is signed for.</summary>
internal static class AwsRegion
{
    /// <summary>What a signature says where a base URL of the user's own tells no region.</summary>
    private const string Usual = "us-east-1";

    /// <summary>The configured one, else the one in the host's name (<c>bedrock-runtime.eu-west-1.amazonaws.com</c>).</summary>
    public static string Of(ProviderTarget target)
    {
        if (target.Options.TryGetValue(ProviderOptions.Region, out string? region))
        {
            return region;
        }
        string[] labels = target.Root!.Host.Split('.');
        return labels is [_, var second, "amazonaws", ..] ? second : Usual;
    }
}
