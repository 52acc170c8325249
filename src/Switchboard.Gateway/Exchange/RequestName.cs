namespace Switchboard.Gateway.Exchange;

/// <summary>What a name in a request says of its value, to somebody who counts what a model reads.</summary>
internal enum RequestName
{
    /// <summary>Text, or what holds texts.</summary>
    Text,

    /// <summary>Definitions of tools and schemas, of which a model reads the names too.</summary>
    Definition,

    /// <summary>Within a message a tool's arguments where they are an object: Anthropic's and Gemini's.</summary>
    Arguments,

    /// <summary>Whose message it is.</summary>
    Role,

    /// <summary>Nothing that a model reads as text.</summary>
    Frame,
}
