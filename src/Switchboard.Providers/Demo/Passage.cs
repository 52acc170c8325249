namespace Switchboard.Providers.Demo;

/// <summary>A piece of text to answer from, and what to cite it as: a number, a title, or nothing.</summary>
internal sealed record Passage(string Label, string Text)
{
    /// <summary>How a sentence from here is cited.</summary>
    public string Citation => Label.Length == 0 ? "" : char.IsAsciiDigit(Label[0]) ? $" [{Label}]" : $" (Source: {Label})";

    /// <summary>A heading that belongs to the passage without being an answer.</summary>
    public string Title { get; init; } = "";
}
