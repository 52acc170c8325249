using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Routing;

/// <summary>Makes plans of the file's models. A fault names what does not hold together.</summary>
internal sealed class ModelPlanBuilder(
    ProviderCatalogue catalogue, IReadOnlyList<ProviderEntry> entries, Func<KnownProvider, ProviderTimeouts, ProviderEntry?> withTimeouts, HealthBoard health, List<string> faults)
{
    public List<ModelPlan> Build(IReadOnlyList<ModelSettings> models) => [.. models.Select(Plan)];

    private ModelPlan Plan(ModelSettings settings)
    {
        var place = $"models.{settings.Name}";
        return new ModelPlan(settings.Name, settings.Strategy, [.. settings.Targets.Select(t => Target(t, $"{place}.targets")).OfType<PlannedTarget>()])
        {
            Fallbacks = [.. settings.Fallbacks.Select(m => Target(new TargetSettings(m), $"{place}.fallbacks")).OfType<PlannedTarget>()],
            Larger = settings.Larger is { } larger ? Target(new TargetSettings(larger), $"{place}.larger") : null,
            Sticky = settings.Sticky,
        };
    }

    private PlannedTarget? Target(TargetSettings settings, string place)
    {
        var name = ModelName.Parse(settings.Model, catalogue);
        if (name.Provider is not { } provider || entries.FirstOrDefault(e => e.Provider.Name == provider.Name) is not { } entry)
        {
            faults.Add($"{place} names '{settings.Model}', whose provider is not known here. Write the model with its provider's prefix, such as openai/gpt-4o-mini, and declare own servers under providers.");
            return null;
        }

        if (settings.Timeouts is { } timeouts)
        {
            entry = withTimeouts(provider, timeouts) ?? entry;
        }

        var full = provider.Prefix + name.ModelText;
        return new PlannedTarget(full, name.ModelText, entry, health.OfTarget(provider.Name, name.ModelText))
        {
            Weight = settings.Weight,
            Tags = settings.Tags,
            When = settings.When,
        };
    }
}
