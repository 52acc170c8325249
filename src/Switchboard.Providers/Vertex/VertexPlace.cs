using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Vertex;

/// <summary>Where a project's models are.</summary>
internal sealed class VertexPlace
{
    private const string DefaultLocation = "us-central1";

    private readonly string _publisher;

    private VertexPlace(string publisher) => _publisher = publisher;

    /// <summary>Reads project and location from the options, the project else from the account.</summary>
    public static Outcome<VertexPlace> Of(ProviderTarget target, ServiceAccount account)
    {
        string? project = target.Options.GetValueOrDefault(ProviderOptions.Project) ?? account.Project;
        string location = target.Options.GetValueOrDefault(ProviderOptions.Location) ?? DefaultLocation;
        if (project is null)
        {
            return new(Wrong("vertex_ai has no project. Set VERTEXAI_PROJECT, or project: in the file, to the Google Cloud project's id."));
        }

        // Both become parts of an address, so both are held to what Google lets them be.
        if (!IsName(project) || !IsName(location))
        {
            return new(Wrong("VERTEXAI_PROJECT and VERTEXAI_LOCATION hold letters, digits, '-', ':' and '.' only, such as my-project and europe-west4. Correct them."));
        }

        return new(new VertexPlace($"{Root(target, location)}/projects/{project}/locations/{location}/publishers/google"));
    }

    /// <summary>The address of what lies under Google's own models there, such as <c>/models/gemini-2.5-flash:generateContent</c>.</summary>
    public Uri Endpoint(string path) => new(_publisher + path);

    /// <summary>A region has its own host, and a multi-region another; a base URL of the user's own is taken as it is.</summary>
    private static string Root(ProviderTarget target, string location)
    {
        string root = target.Root!.AbsoluteUri.TrimEnd('/');
        if (target.Provider.DefaultBaseUrl is not { } usual || root != usual)
        {
            return root;
        }

        return location switch
        {
            "global" => root,
            "us" or "eu" => $"https://aiplatform.{location}.rep.googleapis.com/v1",
            _ => $"https://{location}-aiplatform.googleapis.com/v1",
        };
    }

    private static bool IsName(string text) => text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or ':' or '.');

    private static ExchangeError Wrong(string message) => new(ErrorKind.ProviderUnavailable, message) { Code = "provider_credentials" };
}
