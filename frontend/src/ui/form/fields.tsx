import type { ComponentProps, ReactNode } from 'react';
import { useController } from 'react-hook-form';
import { Checkbox } from '@/ui/checkbox';
import { Field, FieldError, type ControlProps } from '@/ui/field';
import { NumberInput } from '@/ui/number-input';
import { RadioGroup } from '@/ui/radio-group';
import { Select } from '@/ui/select';
import { TextArea, TextInput } from '@/ui/text-input';
import { useId } from 'react';

interface Common {
  /** As the API names it: `starts_at`, `questions.0.label`. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  optional?: boolean;
  /** The label is read aloud only, where a heading already says it. */
  labelHidden?: boolean;
}

/** What a bound control gets: the Field's ids and the form's value. */
export interface Bound<Value> extends ControlProps {
  name: string;
  value: Value;
  onChange: (value: Value) => void;
  onBlur: () => void;
}

interface FormFieldProps<Value> extends Common {
  group?: boolean;
  children: (control: Bound<Value>) => ReactNode;
}

/** Binds any control to the form: `<FormField<string> name label>{(control) => <Combobox {...control} />}</FormField>`. */
export function FormField<Value>({ name, children, ...rest }: FormFieldProps<Value>) {
  const { field, fieldState } = useController({ name });
  return (
    <div data-field={name}>
      <Field {...rest} error={fieldState.error?.message}>
        {(control) =>
          children({
            ...control,
            name,
            value: field.value as Value,
            onChange: field.onChange,
            onBlur: field.onBlur,
          })
        }
      </Field>
    </div>
  );
}

type InputProps = Omit<ComponentProps<typeof TextInput>, 'name' | 'value' | 'onChange' | 'onBlur'>;

export function TextField({ name, label, hint, optional, labelHidden, ...input }: Common & InputProps) {
  return (
    <FormField<string> name={name} label={label} hint={hint} optional={optional} labelHidden={labelHidden}>
      {({ onChange, value, ...control }) => (
        <TextInput {...input} {...control} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </FormField>
  );
}

type AreaProps = Omit<ComponentProps<typeof TextArea>, 'name' | 'value' | 'onChange' | 'onBlur'>;

export function TextAreaField({ name, label, hint, optional, labelHidden, ...input }: Common & AreaProps) {
  return (
    <FormField<string> name={name} label={label} hint={hint} optional={optional} labelHidden={labelHidden}>
      {({ onChange, value, ...control }) => (
        <TextArea {...input} {...control} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </FormField>
  );
}

type NumberProps = Omit<ComponentProps<typeof NumberInput>, 'name' | 'value' | 'onChange' | 'onBlur'>;

export function NumberField({ name, label, hint, optional, labelHidden, ...input }: Common & NumberProps) {
  return (
    <FormField<number | null> name={name} label={label} hint={hint} optional={optional} labelHidden={labelHidden}>
      {(control) => <NumberInput {...input} {...control} />}
    </FormField>
  );
}

type SelectProps = Omit<ComponentProps<typeof Select>, 'name' | 'value' | 'onChange' | 'onBlur'>;

export function SelectField({ name, label, hint, optional, labelHidden, ...input }: Common & SelectProps) {
  return (
    <FormField<string> name={name} label={label} hint={hint} optional={optional} labelHidden={labelHidden}>
      {({ onChange, value, ...control }) => (
        <Select {...input} {...control} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </FormField>
  );
}

type RadioProps = Pick<ComponentProps<typeof RadioGroup>, 'choices' | 'look' | 'columns'>;

export function RadioField({ name, label, hint, optional, labelHidden, ...input }: Common & RadioProps) {
  return (
    <FormField<string> group name={name} label={label} hint={hint} optional={optional} labelHidden={labelHidden}>
      {({ onChange, value, onBlur, ...control }) => (
        <RadioGroup
          {...input}
          {...control}
          aria-label={typeof label === 'string' ? label : undefined}
          value={value}
          onValueChange={onChange}
          onBlur={onBlur}
        />
      )}
    </FormField>
  );
}

/** The box is its own label; a refusal stands below it. */
export function CheckboxField({ name, label, hint, className }: Pick<Common, 'name' | 'label' | 'hint'> & { className?: string }) {
  const { field, fieldState } = useController({ name });
  const id = useId();
  const message = fieldState.error?.message;
  return (
    <div data-field={name} className={className}>
      <Checkbox
        label={label}
        hint={hint}
        checked={Boolean(field.value)}
        onCheckedChange={(checked) => field.onChange(checked === true)}
        onBlur={field.onBlur}
        aria-invalid={message === undefined ? undefined : true}
        aria-describedby={message === undefined ? undefined : id}
      />
      {message !== undefined && <FieldError id={id}>{message}</FieldError>}
    </div>
  );
}
