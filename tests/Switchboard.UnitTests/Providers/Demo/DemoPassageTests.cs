namespace Switchboard.UnitTests.Providers.Demo;

public sealed class DemoPassageTests
{
    private const string Numbered = """
        Answer from the passages below and cite them.
        [1] Refund policy
        Returns are accepted within 30 days of delivery. The item must be unused.
        [2] Shipping
        Standard shipping takes five working days. Express shipping costs 12 EUR.
        [3] The warranty of our kettles lasts two years.
        """;

    private const string Tagged = """
        <context>
        <document title="Refund policy">Returns are accepted within 30 days of delivery.</document>
        <document title="Shipping">Express shipping costs 12 EUR.</document>
        </context>
        """;

    private const string Fenced = """
        Context information is below.
        ---------------------
        The Eiffel Tower was completed in 1889. It is 330 metres tall.
        ---------------------
        Given the context information and not prior knowledge, answer the query.
        """;

    private const string Named = """
        # Knowledge
        [1] (refunds.md) Refunds are issued within 14 days.
        [2] (shipping.md) We ship to the EU and Switzerland.
        """;

    private const string Headed = "You are a helpful assistant.\n\nContext:\nThe office in Lyon opens at nine. It has a canteen.\n\nUse only the context.";

    [Theory]
    [InlineData(Numbered, "How many days do I have to return an item?", "within 30 days of delivery. [1]")]
    [InlineData(Numbered, "What does express shipping cost?", "Express shipping costs 12 EUR. [2]")]
    [InlineData(Numbered, "How long is the warranty of a kettle?", "lasts two years. [3]")]
    [InlineData(Tagged, "What does express shipping cost?", "Express shipping costs 12 EUR. (Source: Shipping)")]
    [InlineData(Fenced, "How tall is the Eiffel Tower?", "The Eiffel Tower was completed in 1889. It is 330 metres tall.")]
    [InlineData(Named, "Do you ship to Switzerland?", "We ship to the EU and Switzerland. [2]")]
    [InlineData(Headed, "When does the office in Lyon open?", "The office in Lyon opens at nine.")]
    public async Task Answer_PassagesGiven_QuotesTheBestSentenceAndCitesIt(string system, string question, string part) =>
        Assert.Contains(part, await DemoChat.SayAsync(question, system), StringComparison.Ordinal);

    [Theory]
    [InlineData(Numbered)]
    [InlineData(Tagged)]
    [InlineData(Headed)]
    public async Task Answer_NothingOverlaps_SaysItDoesNotKnow(string system) =>
        Assert.StartsWith("I don't know", await DemoChat.SayAsync("Who won the chess championship in 1972?", system), StringComparison.Ordinal);

    [Theory]
    [InlineData("Context:\nPassage 1: Lions sleep twenty hours.\nPassage 2: Bees dance.\n\nQuestion: How long do lions sleep?")]
    [InlineData("[1] Lions sleep twenty hours.\n[2] Bees dance.\nHow long do lions sleep?")]
    [InlineData("Use these:\n\n[1] Lions sleep twenty hours.\n[2] Bees dance.\n\nHow long do lions sleep?")]
    [InlineData("How long do lions sleep?\n<source id=1>Lions sleep twenty hours.</source><source id=2>Bees dance.</source>")]
    public async Task Answer_PassagesInTheQuestion_AreReadToo(string user) =>
        Assert.Equal("Lions sleep twenty hours. [1]", await DemoChat.SayAsync(user));

    [Fact]
    public async Task Answer_GreetingAmongPassages_StaysAGreeting() =>
        Assert.StartsWith("Hello", await DemoChat.SayAsync("Hello!", Numbered), StringComparison.Ordinal);
}
