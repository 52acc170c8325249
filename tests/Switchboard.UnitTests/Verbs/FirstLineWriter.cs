using System.Text;

namespace Switchboard.UnitTests.Verbs;

/// <summary>Hands over the first line that is written.</summary>
internal sealed class FirstLineWriter : StringWriter
{
    private readonly TaskCompletionSource<string> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> FirstLine => first.Task;

    public override Encoding Encoding => Encoding.UTF8;

    public override Task WriteLineAsync(string? value)
    {
        first.TrySetResult(value ?? "");
        return Task.CompletedTask;
    }
}
