namespace Switchboard.Providers.Catalogue;

/// <summary>How a model's name led to its provider.</summary>
public enum ModelOrigin
{
    /// <summary>No provider: the first segment names none that is known.</summary>
    UnknownPrefix,

    /// <summary>The name carries the provider's prefix.</summary>
    Prefixed,

    /// <summary>No prefix, but a name that one vendor is known for (<c>gpt-</c>, <c>claude-</c>, …).</summary>
    Detected,

    /// <summary>No prefix and no known name: OpenAI.</summary>
    Assumed,
}
