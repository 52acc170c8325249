using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Azure;

/// <summary>
/// The address of an operation at Azure, in either of its styles (learn.microsoft.com, "Azure OpenAI API version lifecycle"): with dated
/// versions, where the path names the deployment, and the v1 API, where the body's <c>model</c> does.
/// </summary>
internal static class AzureEndpoint
{
    /// <summary>The newest version that is generally available.</summary>
    private const string DefaultVersion = "2024-10-21";

    private const string Root = "/openai";
    private const string VersionOne = "/openai/v1";

    /// <summary>The address of an operation.</summary>
    /// <param name="target">The resource: its address with or without <c>/openai</c>, or with <c>/openai/v1</c>, which chooses the v1 API.</param>
    /// <param name="deployment">The deployment; null for files and batches, which belong to the resource.</param>
    /// <param name="operation">The operation's own path, such as <c>/chat/completions</c> or <c>/embeddings</c>, with its query.</param>
    public static Uri Of(ProviderTarget target, string? deployment, string operation)
    {
        string root = target.Root!.AbsoluteUri.TrimEnd('/');
        string version = target.Options.GetValueOrDefault(ProviderOptions.ApiVersion, "");
        bool isOne = root.EndsWith(VersionOne, StringComparison.Ordinal);
        if (isOne || version is "v1" or "preview")
        {
            return new Uri((isOne ? root : Without(root) + VersionOne) + (version == "preview" ? With(operation, version) : operation));
        }
        string dated = version.Length == 0 ? DefaultVersion : Uri.EscapeDataString(version);
        string place = deployment is null ? "" : "/deployments/" + Uri.EscapeDataString(deployment);
        return new Uri(Without(root) + Root + place + With(operation, dated));
    }

    private static string With(string operation, string version) =>
        $"{operation}{(operation.Contains('?', StringComparison.Ordinal) ? '&' : '?')}api-version={version}";

    private static string Without(string root) => root.EndsWith(Root, StringComparison.Ordinal) ? root[..^Root.Length] : root;
}
