namespace Switchboard.FunctionalTests.Translation;

/// <summary>A column of the table: a vendor's dialect, and a model where models differ.</summary>
/// <param name="Name">Its head in the table.</param>
/// <param name="Dialect">Whose words the vendor's requests are in.</param>
/// <param name="Model">The model that the test asks for.</param>
internal sealed record Column(string Name, string Dialect, string Model)
{
    public static readonly Column[] All =
    [
        new("OpenAI-shaped", "openai", "shaped/gpt-5.1"),
        new("Claude", "anthropic", "anthropic/claude-opus-4-6"),
        new("Claude before 4.1", "anthropic", "anthropic/claude-sonnet-4-0"),
        new("Gemini", "gemini", "gemini/gemini-3-pro-preview"),
        new("Gemini before 3", "gemini", "gemini/gemini-2.5-flash"),
        new("Cohere", "cohere", "cohere/command-a-03-2025"),
        new("Ollama", "ollama", "ollama/qwen3"),
        new("Bedrock Claude", "bedrock", "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
        new("Bedrock Nova", "bedrock", "bedrock/amazon.nova-pro-v1:0"),
    ];

    public override string ToString() => Name;
}
